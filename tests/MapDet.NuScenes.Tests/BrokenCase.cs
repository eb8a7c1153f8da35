using System.Text.Json.Nodes;

namespace MapDet.NuScenes.Tests;

/// <summary>One of the reference's faulty data sets.</summary>
internal sealed record BrokenCase(string Name, string Expect, string Stage, string File, string? Record, string? Field, string[] Overlay, string[] Remove)
{
    public const string Version = "v1.0-mini";

    public static IReadOnlyList<BrokenCase> All { get; } =
    [
        .. GoldenFiles.Json("broken", "cases.json")["cases"]!.AsArray().Select(node => new BrokenCase(
            Text(node!, "name")!,
            Text(node!, "expect")!,
            Text(node!, "latest_stage")!,
            Text(node!, "file")!,
            Text(node!, "record"),
            Text(node!, "field"),
            Texts(node!, "overlay"),
            Texts(node!, "remove"))),
    ];

    public static BrokenCase Named(string name) => All.Single(fault => fault.Name == name);

    /// <summary>Makes the data set in an empty folder.</summary>
    public void MakeIn(string folder)
    {
        CopyFolder(GoldenFiles.Path("broken", "base"), folder);
        foreach (string removed in Remove)
        {
            string path = Path.Combine(folder, removed);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                System.IO.File.Delete(path);
            }
        }

        foreach (string file in Overlay)
        {
            System.IO.File.Copy(GoldenFiles.Path("broken", Name, file), Path.Combine(folder, file), overwrite: true);
        }
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }
    }

    private static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();

    private static string[] Texts(JsonNode node, string name) => [.. node[name]!.AsArray().Select(text => text!.GetValue<string>())];
}
