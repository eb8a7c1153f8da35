using MapDet.Core.Contracts;

namespace MapDet.Training.Preflight;

/// <summary>
/// A check that is made at the start of every run, before its first step. All that are registered are made, in the order of their registration; each should
/// take milliseconds.
/// </summary>
public interface IPreflightCheck
{
    /// <summary>A short name for the log, such as <c>memory</c>.</summary>
    string Name { get; }

    /// <summary>Looks at data and options, before the model is built.</summary>
    /// <param name="context">The run.</param>
    /// <returns>What was found; null: nothing to look at.</returns>
    PreflightResult? Check(PreflightContext context) => null;

    /// <summary>Looks at the model, before its optimiser is made.</summary>
    /// <param name="context">The run.</param>
    /// <param name="model">The model, in training mode.</param>
    /// <returns>What was found; null: nothing to look at.</returns>
    PreflightResult? CheckModel(PreflightContext context, IMapModel model) => null;
}
