using System.CommandLine;
using MapDet.Core;

namespace MapDet.Benchmarks.Loading;

/// <summary><c>load DIR</c>: what loading a large checkpoint takes, and nothing else.</summary>
internal static class LoadCommand
{
    public const string Name = "load";

    /// <summary>Runs the measurement.</summary>
    /// <param name="args">What stands behind the command's name.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        Argument<string> folder = new("DIR") { Description = "A LLaMA in the layout of Hugging Face checkpoints." };
        Option<bool> make = new("--make") { Description = "Writes one there instead, of the shape of LLaMA-7B with drawn numbers: 13 GB of bfloat16 in 33 files." };
        Command command = new(Name, "Prints time and memory of loading a checkpoint, once, in a fresh process.") { folder, make };
        command.SetAction((arguments, cancellationToken) => Task.Run(
            () => Measure(arguments.GetRequiredValue(folder), arguments.GetValue(make), cancellationToken), cancellationToken));
        return command.Parse(args).InvokeAsync();
    }

    private static int Measure(string folder, bool isMade, CancellationToken cancellationToken)
    {
        try
        {
            if (isMade)
            {
                SyntheticCheckpoint.Write(folder, cancellationToken);
            }
            else
            {
                new LoadingMeasurement(folder).Run(Console.Out, cancellationToken);
            }

            return 0;
        }
        catch (MapDetException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }
}
