using System.Diagnostics;
using System.Diagnostics.Metrics;
using MapDet.Training.Loop;

namespace MapDet.Training.Telemetry;

/// <summary>Instruments of the meter <c>MapDet.Training</c> and the activity source of the same name, for an OpenTelemetry exporter.</summary>
public sealed class TrainingMeter : ITrainingObserver, IDisposable
{
    /// <summary>The name of meter and activity source.</summary>
    public const string Name = "MapDet.Training";

    private readonly Meter _meter;
    private readonly Gauge<double> _loss;
    private readonly Gauge<double> _rate;
    private readonly Gauge<double> _gradientNorm;
    private readonly Gauge<double> _averagePrecision;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _dataWait;
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
        _averagePrecision = _meter.CreateGauge<double>("mapdet.training.map", description: "Mean average precision of the last evaluation.");
        _stepDuration = _meter.CreateHistogram<double>("mapdet.training.step.duration", "s", "Time of a step.");
        _dataWait = _meter.CreateHistogram<double>("mapdet.training.data_wait", "s", "Time that a step waited for its samples.");
        _samples = _meter.CreateCounter<long>("mapdet.training.samples", "{sample}", "Samples trained on.");
        _skippedSteps = _meter.CreateCounter<long>("mapdet.training.skipped_steps", "{step}", "Steps whose loss or gradient was not finite.");
    }

    /// <summary>Traces of steps, evaluations and checkpoints.</summary>
    internal static ActivitySource Activities { get; } = new(Name);

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _stepDuration.Record(step.Duration.TotalSeconds);
        _dataWait.Record(step.DataWait.TotalSeconds);
        if (step.IsSkipped)
        {
            _skippedSteps.Add(1);
            return;
        }

        _samples.Add(step.SampleTokens.Length);
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
        _averagePrecision.Record(evaluation.Metrics.MeanAveragePrecision);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
