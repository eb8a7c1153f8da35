using MapDet.Core.Contracts;

namespace MapDet.Training.Preflight.Checks;

/// <summary>Is trained what is to be trained, and nothing else?</summary>
internal sealed class TrainedPartsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "trained parts";

    /// <inheritdoc/>
    public PreflightResult CheckModel(PreflightContext context, IMapModel model)
    {
        NamedParameter? stiff = model.TrainedGroups.SelectMany(g => g.Parameters).FirstOrDefault(p => !p.Tensor.requires_grad);
        NamedParameter? loose = model.Frozen.FirstOrDefault(p => p.Tensor.requires_grad);
        if (stiff is not null || loose is not null)
        {
            return PreflightResult.Error(stiff is not null
                ? $"{stiff.Name} is to be trained but requires no gradient."
                : $"{loose!.Name} is frozen but requires a gradient.");
        }

        return PreflightResult.Passed(FormattableString.Invariant(
            $"{model.TrainedGroups.Sum(g => g.Count):N0} trained and {model.Frozen.Sum(p => p.Tensor.numel()):N0} frozen numbers"));
    }
}
