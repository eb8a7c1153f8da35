namespace MapDet.Training.Telemetry;

/// <summary>Where the lines of a run's log go besides <c>train.log</c>: standard output as a rule.</summary>
public interface ITrainingLog
{
    /// <summary>Writes a line.</summary>
    /// <param name="line">Without a line end; empty for an empty line.</param>
    void WriteLine(string line);
}
