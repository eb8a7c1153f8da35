using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MapDet.Training.Loop;
using MapDet.Training.Preflight;

namespace MapDet.Training.Telemetry;

/// <summary>Writes the log of a run to <c>train.log</c> and to an <see cref="ITrainingLog"/>.</summary>
/// <param name="log">Standard output as a rule.</param>
public sealed class TrainingLogObserver(ITrainingLog log) : ITrainingObserver, IDisposable
{
    private StreamWriter? _file;
    private int _epochs;

    /// <inheritdoc/>
    public void OnStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _file?.Dispose();
        _epochs = run.Training.Epochs;
        _file = new StreamWriter(Path.Combine(run.OutputDirectory, "train.log"), append: run.StartStep > 0, new UTF8Encoding(false))
        {
            AutoFlush = true,
            NewLine = "\n",
        };
        Write(TrainingLogFormat.Banner(run));
    }

    /// <inheritdoc/>
    public void OnPreflight(ImmutableArray<PreflightFinding> findings) => Write(TrainingLogFormat.Preflight(findings));

    /// <inheritdoc/>
    public void OnNotice(string message) => Write([message]);

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.IsLogged && !step.IsSkipped)
        {
            Write(TrainingLogFormat.Step(step, _epochs));
        }
    }

    /// <inheritdoc/>
    public void OnEvaluationFinished(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Write(TrainingLogFormat.Evaluation(evaluation));
    }

    /// <inheritdoc/>
    public void OnEpochFinished(EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        Write([TrainingLogFormat.Epoch(epoch, _epochs)]);
    }

    /// <inheritdoc/>
    public void OnCheckpointSaved(string path) => Write([$"Saved {path}"]);

    /// <inheritdoc/>
    public void OnFinished(TrainingResult? result)
    {
        if (result is not null)
        {
            Write([string.Create(CultureInfo.InvariantCulture,
                $"Done after {result.Steps} steps and {result.Elapsed.TotalSeconds:0} s ({result.SkippedSteps} skipped): {result.FinalModelPath}")]);
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Write(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            _file?.WriteLine(line);
            log.WriteLine(line);
        }
    }
}
