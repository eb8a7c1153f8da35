using System.Reflection;

namespace MapDet.Packaging.Tests;

/// <summary>The three packages in a local feed, packed once for all tests of the class.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mapdet-packages-");

    public string Feed => Path.Combine(_folder.FullName, "feed");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        foreach (string name in (string[])["MapDet.Core", "MapDet.NuScenes", "MapDet.Training"])
        {
            string project = Path.Combine(Metadata("RepositoryRoot"), "src", name);
            await CommandLine.RunAsync(_folder.FullName, new Dictionary<string, string>(), "pack", project, "-c", Metadata("Configuration"), "--no-build", "-o", Feed);
        }
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Builds the consumer's project against the feed and runs it.</summary>
    public async Task<string> RunConsumerAsync()
    {
        string project = Path.Combine(_folder.FullName, "consumer");
        Directory.CreateDirectory(project);
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
        {
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        }

        // Packages of ours go into a folder of the test's own; libtorch is taken from where it lies already.
        string present = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await CommandLine.RunAsync(
            project,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "installed") },
            "build", "-c", "Release", $"-p:RestoreFallbackFolders={present}", $"-p:RestoreAdditionalProjectSources={Feed}", "-p:CreateHardLinksForCopyLocalIfPossible=true");
        return await CommandLine.RunAsync(project, new Dictionary<string, string>(), Path.Combine(project, "bin", "Release", "net10.0", "Consumer.dll"));
    }

    private static string Metadata(string key) =>
        typeof(PackedLibraries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
