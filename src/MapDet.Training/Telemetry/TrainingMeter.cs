using System.Diagnostics;
using System.Diagnostics.Metrics;
using MapDet.Core.Contracts;
using MapDet.Training.Loop;

namespace MapDet.Training.Telemetry;

/// <summary>Instruments of the meter <c>MapDet.Training</c> and the activity source of the same name, for an OpenTelemetry exporter.</summary>
/// <remarks>
/// Units are those of UCUM, as OpenTelemetry asks for. Loss, rates and norms have none: they are numbers, not fractions of anything. Gauges hold the
/// last step that was not skipped.
/// </remarks>
public sealed class TrainingMeter : ITrainingObserver, IDisposable
{
    /// <summary>The name of meter and activity source.</summary>
    public const string Name = "MapDet.Training";

    private readonly Meter _meter;
    private readonly Gauge<double> _loss;
    private readonly Gauge<double> _rate;
    private readonly Gauge<double> _gradientNorm;
    private readonly Gauge<double> _speed;
    private readonly Gauge<double> _progress;
    private readonly Gauge<double> _timeLeft;
    private readonly Gauge<double> _meanPrecision;
    private readonly Gauge<double> _classPrecision;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _dataWait;
    private readonly Histogram<double> _evaluationDuration;
    private readonly Counter<long> _samples;
    private readonly Counter<long> _skippedSteps;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The host's; null: a meter of its own.</param>
    public TrainingMeter(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        _loss = _meter.CreateGauge<double>("mapdet.training.loss", description: "Loss of the last step, a term each.");
        _rate = _meter.CreateGauge<double>("mapdet.training.learning_rate", description: "Learning rate of each part.");
        _gradientNorm = _meter.CreateGauge<double>("mapdet.training.gradient_norm", description: "Gradient norm of each part before clipping.");
        _speed = _meter.CreateGauge<double>("mapdet.training.speed", "{sample}/s", "Samples trained on in a second, waiting included.");
        _progress = _meter.CreateGauge<double>("mapdet.training.progress", "1", "How much of the run is behind, by steps or by time.");
        _timeLeft = _meter.CreateGauge<double>("mapdet.training.time_left", "s", "Time until epoch and run end.");
        _meanPrecision = _meter.CreateGauge<double>("mapdet.training.map", "1", "Mean average precision of the last evaluation.");
        _classPrecision = _meter.CreateGauge<double>("mapdet.training.average_precision", "1", "Average precision of each class in the last evaluation.");
        _stepDuration = _meter.CreateHistogram<double>("mapdet.training.step.duration", "s", "Time of a step.");
        _dataWait = _meter.CreateHistogram<double>("mapdet.training.data_wait", "s", "Time that a step waited for its samples.");
        _evaluationDuration = _meter.CreateHistogram<double>("mapdet.training.evaluation.duration", "s", "Time of an evaluation.");
        _samples = _meter.CreateCounter<long>("mapdet.training.samples", "{sample}", "Samples trained on.");
        _skippedSteps = _meter.CreateCounter<long>("mapdet.training.skipped_steps", "{step}", "Steps whose loss or gradient was not finite.");
        _meter.CreateObservableGauge("mapdet.training.memory", MeasureMemory, "By", "Main memory of the process, as a whole and of .NET objects.");
    }

    /// <summary>Traces of steps, evaluations and checkpoints.</summary>
    internal static ActivitySource Activities { get; } = new(Name);

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _stepDuration.Record(step.Duration.TotalSeconds);
        _dataWait.Record(step.DataWait.TotalSeconds);
        _progress.Record(step.Progress);
        RecordTimeLeft(step.TimeLeft);
        if (step.IsSkipped)
        {
            _skippedSteps.Add(1);
            return;
        }

        _samples.Add(step.SampleTokens.Length);
        _speed.Record(step.SamplesPerSecond);
        _loss.Record(step.Loss.Classification, Tag("term", "cls"));
        _loss.Record(step.Loss.Points, Tag("term", "pts"));
        _loss.Record(step.Loss.Direction, Tag("term", "dir"));
        _loss.Record(step.Loss.Total, Tag("term", "total"));
        _rate.Record(step.Rates.QFormer, Tag("part", "qformer"));
        _rate.Record(step.Rates.Queries, Tag("part", "queries"));
        _rate.Record(step.Rates.Decoder, Tag("part", "decoder"));
        _gradientNorm.Record(step.Gradients.QFormer, Tag("part", "qformer"));
        _gradientNorm.Record(step.Gradients.Queries, Tag("part", "queries"));
        _gradientNorm.Record(step.Gradients.Decoder, Tag("part", "decoder"));
    }

    /// <inheritdoc/>
    public void OnEvaluationFinished(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        _evaluationDuration.Record(evaluation.Duration.TotalSeconds);
        _meanPrecision.Record(evaluation.Metrics.MeanAveragePrecision);
        foreach ((MapClass mapClass, ClassMetrics metrics) in MapClasses.All.Zip(evaluation.Metrics.Classes))
        {
            _classPrecision.Record(metrics.AveragePrecision, Tag("class", mapClass.Name()));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void RecordTimeLeft(TimeLeft left)
    {
        if (left.Epoch is { } epoch)
        {
            _timeLeft.Record(epoch.TotalSeconds, Tag("of", "epoch"));
        }

        if (left.Run is { } run)
        {
            _timeLeft.Record(run.TotalSeconds, Tag("of", "run"));
        }
    }

    private static IEnumerable<Measurement<long>> MeasureMemory() =>
    [
        new(Environment.WorkingSet, Tag("kind", "resident")),
        new(GC.GetTotalMemory(forceFullCollection: false), Tag("kind", "managed")),
    ];

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
