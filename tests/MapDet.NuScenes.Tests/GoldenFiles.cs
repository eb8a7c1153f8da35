using System.Text.Json;
using System.Text.Json.Nodes;

namespace MapDet.NuScenes.Tests;

/// <summary>The reference data beside the tests.</summary>
internal static class GoldenFiles
{
    public static string Root { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Golden");

    public static string DataRoot { get; } = Path("dataset");

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static JsonNode Json(params string[] parts)
    {
        using FileStream stream = File.OpenRead(Path(parts));
        return JsonNode.Parse(stream)!;
    }

    public static double[] Numbers(this JsonNode node) => node.Deserialize<double[]>()!;
}
