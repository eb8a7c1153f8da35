using MapDet.Core.Parity;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Parity;

public sealed class ParityRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_a_folder_that_no_check_knows_are_skipped_with_a_reason()
    {
        File.WriteAllText(_folder.File("README.md"), "words");
        Directory.CreateDirectory(_folder.File("more"));
        File.Copy(GoldenTensors.PathOf("losses", "assignment.safetensors"), _folder.File("assignment.safetensors"));

        ParityReport[] reports = [.. new ParityRunner(ParityChecks.All).Run([_folder.Path])];

        Assert.Equal(["README.md", "assignment.safetensors", "more"], reports.Select(r => Path.GetFileName(r.Path)));
        Assert.Equal([false, true, false], reports.Select(r => r.SkipReason is null));
        Assert.All(reports.Where(r => r.SkipReason is not null), r => Assert.Empty(r.Results));
    }

    [Fact]
    public void A_folder_in_which_nothing_can_be_compared_is_bad_input() =>
        Assert.Contains(_folder.Path, Assert.Throws<MapDetException>(() => Run(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_named_that_no_check_knows_is_bad_input()
    {
        File.WriteAllText(_folder.File("notes.txt"), "words");

        Assert.Equal(_folder.File("notes.txt"), Assert.Throws<InvalidInputException>(() => Run(_folder.File("notes.txt"))).File);
    }

    [Fact]
    public void A_path_that_does_not_exist_is_bad_input() =>
        Assert.Contains("no such file", Assert.Throws<MapDetException>(() => Run(_folder.File("nowhere"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_damaged_file_is_bad_input()
    {
        File.WriteAllText(_folder.File("assignment.safetensors"), "nonsense");

        Assert.Throws<InvalidInputException>(() => Run(_folder.Path));
    }

    [Fact]
    public void A_check_stops_when_it_is_cancelled()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            new ParityRunner(ParityChecks.All).Run([GoldenTensors.PathOf("losses", "assignment.safetensors")], source.Token).ToArray());
    }

    private static void Run(string path) => _ = new ParityRunner(ParityChecks.All).Run([path]).ToArray();
}
