using System.Globalization;
using MapDet.Core.Parity;

namespace MapDet.Stage2.Reporting;

/// <summary>How far computed tensors are off their references, as a table of plain text.</summary>
internal static class ParityTable
{
    private const int NumberWidth = 12;

    /// <summary>Writes what became of one file: a row a comparison, or a line that says why there is none.</summary>
    public static void Write(ParityReport report, TextWriter output)
    {
        if (report.SkipReason is { } reason)
        {
            output.WriteLine($"{report.Path}: skipped, {reason}");
            return;
        }

        output.WriteLine($"{report.Path}: {report.Kind}");
        int nameWidth = report.Results.Select(r => r.Tensor.Length).Append("tensor".Length).Max();
        int measureWidth = report.Results.Select(r => r.Measure.Length).Append("compared".Length).Max();
        output.WriteLine(Row(nameWidth, measureWidth, "tensor", "compared", "worst error", "limit"));
        foreach (ParityResult result in report.Results)
        {
            string row = Row(nameWidth, measureWidth, result.Tensor, result.Measure, Number(result.Error), Number(result.Limit));
            output.WriteLine(result.IsPassed ? row : row + "  FAILED");
        }

        if (!report.NotCompared.IsEmpty)
        {
            output.WriteLine($"  not compared, no module here gives them out: {string.Join(", ", report.NotCompared)}");
        }
    }

    /// <summary>Writes the tensors that failed, and how many passed and failed.</summary>
    public static void WriteSummary(IReadOnlyCollection<ParityReport> reports, TextWriter output)
    {
        foreach (ParityReport report in reports)
        {
            foreach (string tensor in report.Failed)
            {
                output.WriteLine($"FAILED {report.Path}: {tensor}");
            }
        }

        int compared = reports.Count(r => r.SkipReason is null);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{reports.Sum(r => r.Passed.Length)} tensors passed, {reports.Sum(r => r.Failed.Length)} failed (files: {compared} compared, {reports.Count - compared} skipped)"));
    }

    private static string Row(int nameWidth, int measureWidth, string name, string measure, string error, string limit) =>
        $"  {name.PadRight(nameWidth)}  {measure.PadRight(measureWidth)}{error.PadLeft(NumberWidth)}{limit.PadLeft(NumberWidth)}";

    private static string Number(double value) => double.IsFinite(value) && value != 0
        ? value.ToString("0.##e+0", CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);
}
