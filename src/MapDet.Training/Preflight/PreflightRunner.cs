using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;

namespace MapDet.Training.Preflight;

/// <summary>Makes the checks of a run.</summary>
/// <param name="checks">All of them.</param>
internal sealed class PreflightRunner(IEnumerable<IPreflightCheck> checks)
{
    private readonly ImmutableArray<IPreflightCheck> _checks = [.. checks];

    /// <summary>Looks at data and options.</summary>
    /// <exception cref="MapDetException">A check found an error; the message holds all of them.</exception>
    public ImmutableArray<PreflightFinding> Check(PreflightContext context) => Collect(check => check.Check(context));

    /// <summary>Looks at the model, which is in training mode afterwards.</summary>
    /// <exception cref="MapDetException">A check found an error; the message holds all of them.</exception>
    public ImmutableArray<PreflightFinding> CheckModel(PreflightContext context, IMapModel model)
    {
        model.SetTraining(true);
        return Collect(check => check.CheckModel(context, model));
    }

    private ImmutableArray<PreflightFinding> Collect(Func<IPreflightCheck, PreflightResult?> make)
    {
        ImmutableArray<PreflightFinding> findings =
        [
            .. from check in _checks
               let result = make(check)
               where result is not null
               select new PreflightFinding(check.Name, result),
        ];
        string[] errors = [.. findings.Where(f => f.Result.Outcome == PreflightOutcome.Error).Select(f => $"{f.Check}: {f.Result.Detail}")];
        return errors.Length == 0 ? findings : throw new MapDetException($"The check before training failed: {string.Join(" ", errors)}");
    }
}
