using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace MapDet.Benchmarks.Fuzzing;

/// <summary><c>fuzz --cases N</c>: damages files of checkpoints and lets the readers read them.</summary>
internal static class FuzzCommand
{
    public const string Name = "fuzz";

    private const int Step = 10_000;
    private const int WarmUpFiles = 100;

    /// <summary>Runs the cases.</summary>
    /// <param name="args">What stands behind the command's name.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        Option<long> cases = new("--cases") { Description = "How many damaged files.", DefaultValueFactory = _ => 1_000_000, HelpName = "N" };
        Option<long> first = new("--first") { Description = "The number of the first; a number gives the same file always.", HelpName = "N" };
        Command command = new(Name, "Reads damaged files of checkpoints; every one has to be refused as bad input or read as another whole file.") { cases, first };
        command.SetAction((arguments, cancellationToken) => Task.Run(
            () => Run(arguments.GetValue(first), arguments.GetValue(cases), Console.Out, cancellationToken), cancellationToken));
        return command.Parse(args).InvokeAsync();
    }

    private static void Run(long first, long cases, TextWriter output, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mapdet-fuzz-");
        try
        {
            string[] whole = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "weights"));
            DamagedFiles files = new(FuzzSamples.Create([.. whole.Order(StringComparer.Ordinal)], folder.FullName));
            WarmUp(files, folder.FullName);
            (long refused, double memory, double tensors, TimeSpan longest) = (0, 0, 0, TimeSpan.Zero);
            long start = Stopwatch.GetTimestamp();
            for (long number = first; number < first + cases; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                FuzzSample damaged = files.Create(number);
                FuzzOutcome outcome = Read(damaged, folder.FullName, number);
                refused += outcome.IsRefused ? 1 : 0;
                memory = Math.Max(memory, outcome.MemoryRatio(damaged.Content.Length));
                tensors = Math.Max(tensors, outcome.TensorRatio(damaged.Content.Length));
                longest = outcome.Time > longest ? outcome.Time : longest;
                if ((number - first + 1) % Step == 0 || number == first + cases - 1)
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number - first + 1} files, {refused} refused; slowest {longest.TotalMilliseconds:F0} ms; most memory {memory:F1} times a file's length beyond what any file takes, tensors {tensors:F1} times; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reads one file of each kind: the first tensor loads the native libraries, which is no file's doing.</summary>
    private static void WarmUp(DamagedFiles files, string folder)
    {
        for (int number = -WarmUpFiles; number < 0; number++)
        {
            WeightFileFuzz.Read(Write(files.Create(number), folder));
        }
    }

    private static FuzzOutcome Read(FuzzSample damaged, string folder, long number)
    {
        try
        {
            FuzzOutcome outcome = WeightFileFuzz.Read(Write(damaged, folder));
            outcome.Check(damaged.Content.Length);
            return outcome;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"File number {number} broke a reader.", e);
        }
    }

    private static string Write(FuzzSample damaged, string folder)
    {
        string path = Path.Combine(folder, damaged.Name);
        File.WriteAllBytes(path, damaged.Content);
        return path;
    }
}
