using Microsoft.Extensions.Options;

namespace MapDet.NuScenes.Dataset;

/// <summary>Checks the options at start; every message names the setting.</summary>
internal sealed class DatasetOptionsValidator : IValidateOptions<DatasetOptions>
{
    private const int LeastPoints = 2;
    private const int MostPoints = 1000;

    public ValidateOptionsResult Validate(string? name, DatasetOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    internal static IEnumerable<string> Problems(DatasetOptions options)
    {
        (string Name, string Value)[] required =
        [
            (nameof(options.TrainSplit), options.TrainSplit),
            (nameof(options.ValidationSplit), options.ValidationSplit),
            (nameof(options.CacheFolder), options.CacheFolder),
        ];
        foreach ((string setting, string value) in required)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return $"{setting} is empty.";
            }
        }

        if (options.PointCount is < LeastPoints or > MostPoints)
        {
            yield return $"{nameof(options.PointCount)} is {options.PointCount}: it must be {LeastPoints} to {MostPoints}.";
        }

        // Boundaries end 0.2 m inside the patch: a patch must have an inside.
        if (options.Range is not { Width: > 1, Length: > 1 } || !double.IsFinite(options.Range.Width + options.Range.Length))
        {
            yield return $"{nameof(options.Range)} must be more than 1 m wide and long.";
        }
    }
}
