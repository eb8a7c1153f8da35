using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace MapDet.Benchmarks.Fuzzing;

/// <summary><c>fuzz --cases N</c>: damages files of weights and lets the readers read them.</summary>
internal static class FuzzCommand
{
    public const string Name = "fuzz";

    private const int Step = 10_000;

    // What reading any file takes.
    private const long OwnMemory = 1 << 17;

    /// <summary>Runs the cases.</summary>
    /// <param name="args">What stands behind the command's name.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        Option<long> cases = new("--cases") { Description = "How many damaged files.", DefaultValueFactory = _ => 1_000_000, HelpName = "N" };
        Option<long> first = new("--first") { Description = "The number of the first; a number gives the same file always.", HelpName = "N" };
        Command command = new(Name, "Reads damaged files of weights; every one has to be refused as bad input or read as another whole file.") { cases, first };
        command.SetAction((arguments, cancellationToken) => Task.Run(
            () => Run(arguments.GetValue(first), arguments.GetValue(cases), Console.Out, cancellationToken), cancellationToken));
        return command.Parse(args).InvokeAsync();
    }

    private static void Run(long first, long cases, TextWriter output, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mapdet-fuzz-");
        try
        {
            string samples = Path.Combine(AppContext.BaseDirectory, "weights");
            DamagedFiles files = new(Samples(samples));

            // The first tensor loads the native libraries, which is no file's doing.
            WeightFileFuzz.Read(Path.Combine(samples, "tensors.pt"));
            (long refused, double memory, double tensor, TimeSpan longest) = (0, 0, 0, TimeSpan.Zero);
            long start = Stopwatch.GetTimestamp();
            for (long number = first; number < first + cases; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (string ending, byte[] content) = files.Create(number);
                string path = Path.Combine(folder.FullName, "damaged" + ending);
                File.WriteAllBytes(path, content);
                FuzzOutcome outcome = Read(path, number);
                refused += outcome.IsRefused ? 1 : 0;
                memory = Math.Max(memory, (double)Math.Max(0, outcome.AllocatedBytes - OwnMemory) / Math.Max(1, content.Length));
                tensor = Math.Max(tensor, (double)outcome.LargestTensorBytes / Math.Max(1, content.Length));
                longest = outcome.Time > longest ? outcome.Time : longest;
                if ((number - first + 1) % Step == 0 || number == first + cases - 1)
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number - first + 1} files, {refused} refused; slowest {longest.TotalMilliseconds:F0} ms; most memory {memory:F1} times a file's length and {OwnMemory >> 10} kB, largest tensor {tensor:F2} times; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static FuzzOutcome Read(string path, long number)
    {
        try
        {
            return WeightFileFuzz.Read(path);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"File number {number} broke a reader.", e);
        }
    }

    private static ImmutableArray<(string Ending, byte[] Content)> Samples(string folder) =>
        [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(file => (Path.GetExtension(file), File.ReadAllBytes(file)))];
}
