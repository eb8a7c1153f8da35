using System.Globalization;

namespace MapDet.Stage2.Progress;

/// <summary>Spans of time as people read them.</summary>
internal static class TimeText
{
    /// <summary>Such as <c>4.5 s</c>, <c>3 min 20 s</c> or <c>1 h 5 min</c>.</summary>
    public static string Format(TimeSpan span) => span.TotalMinutes >= 1
        ? FormatWhole(span)
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");

    /// <summary>The same in whole seconds, for a text that stands and changes.</summary>
    public static string FormatWhole(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => $"{(long)span.TotalHours} h {span.Minutes} min",
        { TotalMinutes: >= 1 } => $"{span.Minutes} min {span.Seconds} s",
        _ => $"{(int)span.TotalSeconds} s",
    };
}
