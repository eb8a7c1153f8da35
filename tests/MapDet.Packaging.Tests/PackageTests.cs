using System.IO.Compression;

namespace MapDet.Packaging.Tests;

public sealed class PackageTests(PackedLibraries packages) : IClassFixture<PackedLibraries>
{
    [Theory]
    [InlineData("MapDet.Core")]
    [InlineData("MapDet.NuScenes")]
    [InlineData("MapDet.Training")]
    public void A_package_holds_its_library_its_documentation_and_a_readme(string name)
    {
        IReadOnlyList<string> entries = Entries(name);

        Assert.Contains($"lib/net10.0/{name}.dll", entries);
        Assert.Contains($"lib/net10.0/{name}.xml", entries);
        Assert.Contains("README.md", entries);
    }

    [Theory]
    [InlineData("MapDet.Core")]
    [InlineData("MapDet.NuScenes")]
    [InlineData("MapDet.Training")]
    public void A_package_carries_no_native_files(string name) =>
        Assert.DoesNotContain(Entries(name), entry => entry.StartsWith("runtimes/", StringComparison.Ordinal));

    [Fact]
    public void The_core_package_brings_the_initialiser_that_makes_torch_load() =>
        Assert.Superset(
            new HashSet<string> { "buildTransitive/MapDet.Core.targets", "buildTransitive/TorchInitializer.cs" },
            new HashSet<string>(Entries("MapDet.Core")));

    [Fact]
    public async Task A_project_outside_the_repository_trains_a_detector_and_runs_it()
    {
        string output = await packages.RunConsumerAsync();

        Assert.Matches(@"trained 2 steps", output);
        Assert.Matches(@"detected \d+ elements in metres", output);
    }

    private List<string> Entries(string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(packages.Feed, $"{name}.*.nupkg")));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
