namespace MapDet.Training.Telemetry;

/// <summary>Writes the log to a text writer.</summary>
/// <param name="writer">Such as <see cref="Console.Out"/>; not disposed.</param>
public sealed class ConsoleTrainingLog(TextWriter writer) : ITrainingLog
{
    /// <inheritdoc/>
    public void WriteLine(string line) => writer.WriteLine(line);
}
