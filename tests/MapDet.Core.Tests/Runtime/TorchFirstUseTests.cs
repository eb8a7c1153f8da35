namespace MapDet.Core.Tests.Runtime;

public sealed class TorchFirstUseTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory();

    public void Dispose() => _cache.Delete(recursive: true);

    [Fact]
    public async Task A_program_that_uses_torch_before_anything_of_ours_works_and_sees_native_errors_as_exceptions()
    {
        (int exitCode, string output, string errors) = await TorchProbe.RunAsync(_cache.FullName);

        Assert.Equal((0, TorchProbe.Success, ""), (exitCode, output.ReplaceLineEndings("\n"), errors));
    }

    [Fact]
    public async Task Two_programs_that_start_at_once_on_an_empty_cache_folder_both_work()
    {
        var results = await Task.WhenAll(TorchProbe.RunAsync(_cache.FullName), TorchProbe.RunAsync(_cache.FullName));

        Assert.Equal([0, 0], results.Select(result => result.ExitCode));
        Assert.DoesNotContain(Directory.EnumerateFiles(_cache.FullName, "*", SearchOption.AllDirectories), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [LinuxFact]
    public async Task A_cache_folder_that_cannot_be_written_is_replaced_by_a_temporary_one()
    {
        (int exitCode, string output, _) = await TorchProbe.RunAsync("/proc/nowhere", _cache.FullName);

        Assert.Equal((0, TorchProbe.Success), (exitCode, output));
        Assert.Empty(_cache.EnumerateFileSystemInfos());
    }

    [OlderLibstdcxxFact]
    public async Task Where_no_folder_can_be_written_the_message_names_both_and_what_to_do()
    {
        (int exitCode, _, string errors) = await TorchProbe.RunAsync("/proc/nowhere", "/proc/nowhere");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("The adapted libLibTorchSharp.so can't be stored: /proc/nowhere/mapdet/native/", errors, StringComparison.Ordinal);
        Assert.Contains("Point XDG_CACHE_HOME or TMPDIR to a folder that can be written.", errors, StringComparison.Ordinal);
    }
}
