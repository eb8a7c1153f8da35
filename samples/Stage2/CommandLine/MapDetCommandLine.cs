using System.CommandLine;
using System.CommandLine.Help;
using MapDet.Stage2.Commands;

namespace MapDet.Stage2.CommandLine;

/// <summary>The program's commands.</summary>
internal static class MapDetCommandLine
{
    /// <summary>Shows where an error came from.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show the stack trace of an error.", Recursive = true };

    /// <summary>Builds the commands.</summary>
    /// <param name="context">The world around them.</param>
    public static RootCommand Create(CommandContext context)
    {
        RootCommand root = new("Trains and runs a vectorised HD-map detector from six surround-view cameras (nuScenes).")
        {
            Verbose,
            new DemoCommand(context),
            new SynthCommand(context),
            new SplitsCommand(context),
            new GtCacheCommand(context),
            new ExportCommand(context),
            new VerifyCommand(context),
            new PlanCommand(context),
            new PretrainVisionCommand(context),
            new TrainCommand(context),
            new EvalCommand(context),
            new PredictCommand(context),
            new VisualizeCommand(context),
            new InspectCommand(context),
            new ParityCommand(context),
            new DownloadCommand(context),
        };

        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples(
            (HelpAction)help.Action!,
            [
                "demo",
                "train --dataroot data/nuscenes --version v1.0-mini --preset tiny",
                "eval --checkpoint outputs/run/best_model.safetensors --dataroot data/nuscenes --version v1.0-mini --split val",
            ]);
        return root;
    }
}
