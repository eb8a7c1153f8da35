namespace MapDet.NuScenes.Tables;

/// <summary>A drive's log (table <c>log</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="LogFile">Name of the log file.</param>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="DateCaptured">The day, as YYYY-MM-DD.</param>
/// <param name="Location">The map that it lies in, one of <see cref="Maps.MapLocations"/>.</param>
public sealed record LogRecord(string Token, string LogFile, string Vehicle, string DateCaptured, string Location);
