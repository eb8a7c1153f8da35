using MapDet.Core.Contracts;

namespace MapDet.Training.Preflight.Checks;

/// <summary>Do frozen modules stay in evaluation mode while the model trains? Dropout and batch norms would change what they compute.</summary>
internal sealed class FrozenModeCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "frozen stages";

    /// <inheritdoc/>
    public PreflightResult? CheckModel(PreflightContext context, IMapModel model)
    {
        string[] training =
        [
            .. model.FrozenModules
                .SelectMany(module => module.modules().Prepend(module))
                .Where(module => module.training)
                .Select(module => module.GetName())
                .Distinct(),
        ];
        return training.Length > 0
            ? PreflightResult.Warning($"{string.Join(", ", training)} of the frozen stages are in training mode, which changes what they compute: SetTraining has to leave them in evaluation mode.")
            : model.FrozenModules.IsDefaultOrEmpty ? null : PreflightResult.Passed("in evaluation mode");
    }
}
