using System.Diagnostics;

namespace MapDet.Core.Tests.Runtime;

/// <summary>Starts the program that uses TorchSharp and nothing else.</summary>
internal static class TorchProbe
{
    public const string Success = "sum 12 gradient 4\ncaught ExternalException\n";

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string cacheHome, string? temporaryFolder = null)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "TorchProbe.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = cacheHome;
        // Where loading fails, TorchSharp would copy half a gigabyte from there into this output folder.
        start.Environment["NUGET_PACKAGES"] = "/proc/nowhere";
        if (temporaryFolder is not null)
        {
            start.Environment["TMPDIR"] = temporaryFolder;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
