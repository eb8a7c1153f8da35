using System.CommandLine;
using MapDet.Core;

namespace MapDet.Benchmarks.Scale;

/// <summary><c>scale --dataroot DIR --version V</c>: the figures at the size of a whole data set.</summary>
internal static class ScaleCommand
{
    public const string Name = "scale";

    /// <summary>Runs the measurements.</summary>
    /// <param name="args">What stands behind the command's name.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        Option<string> dataRoot = new("--dataroot") { Description = "A data set; 'mapdet synth --tables-only' makes one of any size.", Required = true, HelpName = "DIR" };
        Option<string> version = new("--version") { Description = "The version of its tables.", DefaultValueFactory = _ => "v1.0-trainval", HelpName = "V" };
        Command command = new(Name, "Prints time and memory of the work on a whole data set, once, in a fresh process.") { dataRoot, version };
        command.SetAction((arguments, cancellationToken) => Task.Run(
            () => Measure(arguments.GetRequiredValue(dataRoot), arguments.GetRequiredValue(version), cancellationToken), cancellationToken));
        return command.Parse(args).InvokeAsync();
    }

    private static int Measure(string dataRoot, string version, CancellationToken cancellationToken)
    {
        IScaleMeasurement[] measurements = [new TableReadingMeasurement(dataRoot, version), new ExtractionMeasurement(dataRoot, version)];
        try
        {
            foreach (IScaleMeasurement measurement in measurements)
            {
                measurement.Run(Console.Out, cancellationToken);
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
