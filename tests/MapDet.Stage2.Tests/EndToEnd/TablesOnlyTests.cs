using MapDet.NuScenes.GroundTruth;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

public sealed class TablesOnlyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ground_truth_is_made_from_tables_without_images()
    {
        string root = _folder.File("tables");
        string cachePath = _folder.File("test.arrow");

        (await MapDetProgram.RunAsync("synth", "--output", root, "--version", "v1.0-test", "--tables-only", "--samples", "3")).Expect(ExitCode.Success);
        (await MapDetProgram.RunAsync("gt-cache", "--dataroot", root, "--version", "v1.0-test", "--split", "test", "--output", cachePath)).Expect(ExitCode.Success);

        using GroundTruthCache cache = GroundTruthCache.Open(cachePath);
        Assert.Equal(3, cache.Count);
        Assert.All(Enumerable.Range(0, 3), sample => Assert.NotEmpty(cache[sample].Elements));
    }

    [Theory]
    [InlineData("--tables-only")]
    [InlineData("--samples", "3")]
    [InlineData("--tables-only", "--samples", "3", "--scenes", "2")]
    [InlineData("--tables-only", "--samples", "3", "--samples-per-scene", "2")]
    [InlineData("--tables-only", "--samples", "3", "--image-size", "160x90")]
    [InlineData("--tables-only", "--samples", "0")]
    public async Task Flags_that_do_not_go_together_are_refused_before_anything_is_written(params string[] flags)
    {
        string root = _folder.File("tables");

        ProgramResult result = await MapDetProgram.RunAsync(["synth", "--output", root, .. flags]);

        result.Expect(ExitCode.BadInput);
        Assert.Contains("samples", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(root));
    }
}
