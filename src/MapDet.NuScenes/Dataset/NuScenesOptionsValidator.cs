using MapDet.NuScenes.Tables;
using Microsoft.Extensions.Options;

namespace MapDet.NuScenes.Dataset;

/// <summary>Checks the options at start; every message names the setting.</summary>
internal sealed class NuScenesOptionsValidator : IValidateOptions<NuScenesOptions>
{
    public ValidateOptionsResult Validate(string? name, NuScenesOptions options)
    {
        string[] problems = [.. Problems(options), .. DatasetOptionsValidator.Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(NuScenesOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataRoot))
        {
            yield return $"{nameof(options.DataRoot)} is empty: name the folder of the data set.";
        }

        if (!NuScenesVersions.All.Contains(options.Version))
        {
            yield return $"{nameof(options.Version)} is '{options.Version}': it must be one of {string.Join(", ", NuScenesVersions.All)}.";
        }
    }
}
