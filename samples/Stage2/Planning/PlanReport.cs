using System.Globalization;
using MapDet.Core.Language;
using MapDet.Stage2.Settings;
using MapDet.Training.Loop;
using MapDet.Training.Planning;

namespace MapDet.Stage2.Planning;

/// <summary>A plan as text.</summary>
/// <param name="settings">The run.</param>
/// <param name="request">What is predicted.</param>
/// <param name="output">Where it goes.</param>
internal sealed class PlanReport(Stage2Settings settings, PlanRequest request, TextWriter output)
{
    private const double Gigabyte = 1e9;
    private const string SparingFlags = "--llm-weights nf4 --checkpoint-activations";

    /// <summary>What the plan is of.</summary>
    public void WriteRun()
    {
        TrainingOptions training = settings.Training;
        Line($"Preset {settings.Model.Preset}, batch {training.BatchSize} x {training.AccumulationSteps}, {training.Precision.ToString().ToLowerInvariant()} on the {(request.IsOnGpu ? "GPU" : "CPU")}, {training.ComputeSlices} compute slice(s), {request.Workers} workers; {request.TrainingSamples:N0} training and {request.ValidationSamples:N0} validation samples");
        Line($"");
    }

    /// <summary>The parameters of each module.</summary>
    public void WriteParameters(ModuleParameters parameters)
    {
        Line($"{"Parameters",-30}{"",16}");
        Row("vision tower", parameters.Vision, "frozen");
        Row("Q-Former", parameters.QFormer, Rate(settings.Training.QFormerRate));
        Row("language model", parameters.Language, "frozen");
        Row("map queries", parameters.Queries, Rate(settings.Training.QueriesRate));
        Row("map decoder", parameters.Decoder, Rate(settings.Training.DecoderRate));
        Row("all", parameters.All, string.Create(CultureInfo.InvariantCulture, $"{100.0 * parameters.Trained / parameters.All:0.0} % trained"));
        Line($"");
    }

    /// <summary>The memory by kind, and what each kind is made of.</summary>
    public void WriteMemory(MemoryPlan plan)
    {
        Line($"{(request.IsOnGpu ? "Memory of the GPU" : "Memory"),-30}{Megabytes(plan.Total),16}{(request.IsOnGpu ? "" : "  and what the libraries hold once they are loaded")}");
        foreach (MemoryKind kind in Enum.GetValues<MemoryKind>())
        {
            IEnumerable<string> parts = plan.Terms.Where(t => t.Kind == kind && t.Bytes > 0).Select(t => $"{t.Name} {Megabytes(t.Bytes)}");
            Line($"  {kind.ToString().ToLowerInvariant(),-28}{Megabytes(plan[kind]),16}  {string.Join(", ", parts)}");
        }
    }

    /// <summary>The largest batch for some memory.</summary>
    /// <param name="memory">Bytes that are there.</param>
    /// <param name="where">What has them.</param>
    public void WriteLargestBatch(long memory, string where)
    {
        int batch = TrainingPlanner.LargestBatch(request, memory);
        string what = batch == 0 ? "not even one sample fits" : string.Create(CultureInfo.InvariantCulture, $"{batch:N0} samples");
        Line($"{"Largest batch",-30}{what,16}  for the {memory / Gigabyte:0.0} GB of {where}");
        if (batch == 0 && TrainingPlanner.LargestBatch(Sparing(request), memory) is > 0 and var fitting)
        {
            Line($"{"",-30}{string.Create(CultureInfo.InvariantCulture, $"{fitting:N0} samples"),16}  with {SparingFlags}");
        }

        Line($"");
    }

    /// <summary>How long an epoch takes.</summary>
    public void WriteTime(StepTime time)
    {
        TrainingOptions training = settings.Training;
        TimeSpan first = time.Reading * request.TrainingSamples;
        TimeSpan later = time.Remembering * request.TrainingSamples;
        Line($"{"A step",-30}{Duration(time.Reading * training.EffectiveBatchSize),16}  {training.EffectiveBatchSize} samples; the median of {time.Steps} measured steps on synthetic pictures of {StepTrial.Pictures.Width}x{StepTrial.Pictures.Height}");
        Line($"{"An epoch",-30}{Duration(first),16}  evaluation not counted");
        if (later < first)
        {
            Line($"{"A later epoch",-30}{Duration(later),16}  once image features are remembered");
        }

        Line($"{$"{training.Epochs} epochs",-30}{Duration(first + (later * (training.Epochs - 1))),16}");
    }

    /// <summary>Why there is no time.</summary>
    public void WriteNoTime(string reason) => Line($"{"An epoch",-30}{"not measured",16}  {reason}");

    /// <summary>The full size beside the system that this one replaces.</summary>
    public void WriteComparison(ModuleParameters parameters)
    {
        Line($"");
        Line($"{"Full size",-30}{"replaced",16}{"here",16}");
        Line($"  {"vision tower",-28}{"~1 B",16}{Billions(parameters.Vision),16}  BLIP-2's; CLIP L/14-336 has ~0.3 B");
        Line($"  {"Q-Former and projection",-28}{"~100 M",16}{Billions(parameters.QFormer),16}");
        Line($"  {"language model",-28}{"~7 B",16}{Billions(parameters.Language),16}");
        Line($"  {"map queries",-28}{"~4.3 M",16}{Billions(parameters.Queries),16}");
        Line($"  {"map decoder",-28}{"~11 M",16}{Billions(parameters.Decoder),16}");
        foreach ((int batch, int replaced) in new[] { (4, 23), (2, 15), (1, 10) })
        {
            PlanRequest sized = request with { IsOnGpu = true, Training = settings.Training with { BatchSize = batch } };
            double least = TrainingPlanner.PredictMemory(Sparing(sized)).Total / Gigabyte;
            Line($"  {$"GPU memory, batch {batch}",-28}{$"{replaced} GB",16}{TrainingPlanner.PredictMemory(sized).Total / Gigabyte,13:0.0} GB  predicted; {least:0.0} GB with {SparingFlags}");
        }

        Line($"  {"v1.0-mini, one A100",-28}{"~2 h",16}{"not measured",16}");
        Line($"  {"v1.0-trainval, four A100",-28}{"~24 h",16}{"not measured",16}");
    }

    /// <summary>The same run with the language model's weights in few bits and its layers computed again.</summary>
    private static PlanRequest Sparing(PlanRequest request) => request with
    {
        Model = request.Model with { Language = request.Model.Language with { Weights = LanguageWeights.Nf4 } },
        Training = request.Training with { CheckpointActivations = true },
    };

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB");

    private static string Billions(long count) => count >= 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.00} B")
        : string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.0} M");

    private static string Rate(double rate) => string.Create(CultureInfo.InvariantCulture, $"trained at {rate:0.00e+00}");

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };

    private void Row(string module, long count, string state) => Line($"  {module,-28}{count,16:N0}  {state}");

    private void Line(FormattableString text) => output.WriteLine(FormattableString.Invariant(text).TrimEnd());
}
