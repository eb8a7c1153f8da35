using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Detection;
using MapDet.NuScenes.Synthesis;
using MapDet.Training.Loop;
using MapDet.Training.Planning;

namespace MapDet.Benchmarks.Memory;

/// <summary><c>memory --preset P …</c>: trains some steps in a child process and compares its peak memory with what is predicted.</summary>
internal static class MemoryCommand
{
    public const string Name = "memory";

    private static readonly Option<string?> s_preset = new("--preset") { Description = "Where the settings start from.", HelpName = "P" };
    private static readonly Option<string?> s_config = new("--config") { Description = "A config.json that changes the preset.", HelpName = "FILE" };
    private static readonly Option<int?> s_batchSize = new("--batch-size") { HelpName = "N" };
    private static readonly Option<int?> s_accumulation = new("--accumulation-steps") { HelpName = "N" };
    private static readonly Option<int?> s_slices = new("--compute-slices") { HelpName = "N" };
    private static readonly Option<int?> s_cache = new("--vision-cache") { Description = "Megabytes.", HelpName = "N" };
    private static readonly Option<bool> s_bf16 = new("--bf16");
    private static readonly Option<int> s_workers = new("--num-workers") { DefaultValueFactory = _ => 4, HelpName = "N" };
    private static readonly Option<int> s_steps = new("--steps") { DefaultValueFactory = _ => 20, HelpName = "N" };
    private static readonly Option<int> s_samples = new("--samples") { Description = "Of training and validation each.", DefaultValueFactory = _ => 40, HelpName = "N" };
    private static readonly Option<int> s_width = new("--image-width") { Description = "Of the pictures on disk, 16:9.", DefaultValueFactory = _ => 256, HelpName = "N" };

    /// <summary>Measures one run.</summary>
    /// <param name="args">What stands behind the command's name.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        Command command = new(Name, "Trains some steps on a synthetic world in a child process and prints its peak memory beside the predicted one.")
        {
            s_preset, s_config, s_batchSize, s_accumulation, s_slices, s_cache, s_bf16, s_workers, s_steps, s_samples, s_width,
        };
        command.SetAction((arguments, cancellationToken) => MeasureAsync(arguments, cancellationToken));
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> MeasureAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mapdet-memory-");
        try
        {
            string world = Path.Combine(folder.FullName, "world");
            await RenderAsync(world, arguments, cancellationToken).ConfigureAwait(false);
            RunConfiguration run = Configuration(arguments, Path.Combine(folder.FullName, "run"));
            MeasuredSettings settings = new(Path.Combine(folder.FullName, "config.json"), world, arguments.GetValue(s_workers));
            run.Save(settings.Configuration);
            (int training, int validation) = await MeasuredRun.PrepareAsync(settings, cancellationToken).ConfigureAwait(false);
            string path = Path.Combine(folder.FullName, "measured.json");
            settings.Save(path);
            MemoryFigures measured = await StartAsync(path, cancellationToken).ConfigureAwait(false);
            Report(run, arguments, training, validation, measured);
            return 0;
        }
        catch (MapDetException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 2;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static RunConfiguration Configuration(ParseResult arguments, string output)
    {
        string preset = arguments.GetValue(s_preset) ?? ModelPresets.Tiny;
        RunConfiguration start = arguments.GetValue(s_config) is { } file
            ? RunConfiguration.Load(file, arguments.GetValue(s_preset))
            : new RunConfiguration(ModelPresets.Get(preset), TrainingPresets.Get(preset), new Dictionary<string, System.Text.Json.Nodes.JsonNode?>());
        TrainingOptions options = start.Training;
        return start with
        {
            Training = options with
            {
                OutputDirectory = output,
                Device = "cpu",
                MaxSteps = arguments.GetValue(s_steps),
                Epochs = 1000,
                EvalInterval = 1000,
                SaveInterval = 1000,
                BatchSize = arguments.GetValue(s_batchSize) ?? options.BatchSize,
                AccumulationSteps = arguments.GetValue(s_accumulation) ?? options.AccumulationSteps,
                ComputeSlices = arguments.GetValue(s_slices) ?? options.ComputeSlices,
                VisionCacheMegabytes = arguments.GetValue(s_cache) ?? options.VisionCacheMegabytes,
                Precision = arguments.GetValue(s_bf16) ? TrainingPrecision.Bf16 : options.Precision,
            },
        };
    }

    private static Task RenderAsync(string world, ParseResult arguments, CancellationToken cancellationToken) => new SyntheticWorldWriter(new SynthesisOptions
    {
        Output = world,
        Version = MeasuredSettings.Version,
        Scenes = ScenePlan.ForVersion(MeasuredSettings.Version, 2),
        SamplesPerScene = arguments.GetValue(s_samples),
        ImageWidth = arguments.GetValue(s_width),
        ImageHeight = arguments.GetValue(s_width) * 9 / 16,
    }).WriteAsync(progress: null, cancellationToken);

    private static async Task<MemoryFigures> StartAsync(string settings, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [.. ProgramArguments(), MeasuredRun.Name, settings]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new MapDetException("The measured process can't be started.");
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<MemoryFigures>(output)!
            : throw new MapDetException($"The measured process ended with exit code {process.ExitCode}.");
    }

    // 'dotnet program.dll' needs the program's file, an executable of its own does not.
    private static string[] ProgramArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(MemoryCommand).Assembly.Location] : [];

    private static void Report(RunConfiguration run, ParseResult arguments, int training, int validation, MemoryFigures measured)
    {
        TrainingOptions options = run.Training;
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Preset} batch {options.BatchSize} x {options.AccumulationSteps}, {options.ComputeSlices} slices, {arguments.GetValue(s_workers)} workers, {options.Precision}, {training} + {validation} samples, {options.MaxSteps} steps"));
        Console.Out.WriteLine($"  measured   {ProcessMemory.Format(measured.Peak - measured.Baseline)} (peak {ProcessMemory.Format(measured.Peak)} less {ProcessMemory.Format(measured.Baseline)} after loading the libraries)");
        MemoryPlan plan = TrainingPlanner.PredictMemory(new PlanRequest(run.Model, options)
        {
            TrainingSamples = training,
            ValidationSamples = validation,
            Workers = arguments.GetValue(s_workers),
            PictureWidth = arguments.GetValue(s_width),
            PictureHeight = arguments.GetValue(s_width) * 9 / 16,
            Steps = options.MaxSteps,
        });
        double ratio = (double)plan.Total / (measured.Peak - measured.Baseline);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  predicted  {ProcessMemory.Format(plan.Total)}, {100 * (ratio - 1):+0.0;-0.0} %"));
        Console.Out.WriteLine($"    {string.Join(", ", plan.Terms.GroupBy(t => t.Kind).Select(g => $"{g.Key} {ProcessMemory.Format(g.Sum(t => t.Bytes))}"))}");
    }
}
