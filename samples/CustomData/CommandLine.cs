using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using MapDet.Core;
using MapDet.CustomData.MakeData;
using MapDet.CustomData.Sources;
using MapDet.NuScenes.Tables;
using Microsoft.Extensions.Options;

namespace MapDet.CustomData;

/// <summary>What can be typed, and what the program ends with: 0, 2 for bad input, 130 when it was cancelled.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
internal sealed class CommandLine(TextWriter output, TextWriter error)
{
    private const int Success = 0;
    private const int BadInput = 2;
    private const int Cancelled = 130;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">Without the program's name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        ParseResult arguments = Create().Parse(args);
        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,

            // Ctrl-C is the business of Main.
            ProcessTerminationTimeout = null,
        };
        try
        {
            int code = await arguments.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
            return arguments.Action is ParseErrorAction ? BadInput : code;
        }
        catch (Exception e) when (e is MapDetException or OptionsValidationException)
        {
            await error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return BadInput;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("Cancelled.").ConfigureAwait(false);
            return Cancelled;
        }
    }

    private RootCommand Create()
    {
        Option<string> data = new("--data") { Description = "The folder of the data.", DefaultValueFactory = _ => OwnData };
        Option<string> folder = new("--output") { Description = "The folder that the run writes to.", DefaultValueFactory = _ => NewFolder() };
        Option<int> steps = new("--steps") { Description = "Training steps.", DefaultValueFactory = _ => 240 };
        Option<int> visionSteps = new("--vision-steps") { Description = "Steps of the vision tower's pre-training.", DefaultValueFactory = _ => 100 };
        RootCommand root = new("Trains a map detector on GeoJSON layers, poses and calibrated pictures.")
        {
            data, folder, steps, visionSteps, CreateMakeData(),
        };
        root.SetAction(async (arguments, cancellationToken) =>
        {
            RunOptions run = new(
                arguments.GetRequiredValue(data), arguments.GetRequiredValue(folder), arguments.GetValue(steps), arguments.GetValue(visionSteps));
            await Program.TrainAsync(run, output, cancellationToken).ConfigureAwait(false);
            return Success;
        });
        return root;
    }

    private static Command CreateMakeData()
    {
        Option<string> from = new("--from") { Description = "A data root in nuScenes' format, such as one of 'mapdet synth'.", Required = true };
        Option<string> version = new("--version") { Description = "Its version.", DefaultValueFactory = _ => NuScenesVersions.Mini };
        Option<string> to = new("--to") { Description = "The folder that the data is written to.", Required = true };
        Command command = new("make-data", "Writes a data set of nuScenes' format in the formats of this sample.") { from, version, to };
        command.SetAction((arguments, cancellationToken) =>
        {
            NuScenesTables tables = NuScenesTables.Load(
                arguments.GetRequiredValue(from), arguments.GetRequiredValue(version), cancellationToken);
            new NuScenesConversion(tables, new DataFolder(arguments.GetRequiredValue(to))).Run(cancellationToken);
            return Task.FromResult(Success);
        });
        return command;
    }

    private static string OwnData => Path.Combine(AppContext.BaseDirectory, "data");

    private static string NewFolder() =>
        Path.Combine("outputs", "custom-data", DateTime.Now.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture));
}
