using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>Parameters that are trained at one rate.</summary>
/// <param name="Kind">Which part of the model.</param>
/// <param name="Parameters">What is trained of it.</param>
public sealed record ParameterGroup(TrainedPart Kind, ImmutableArray<NamedParameter> Parameters)
{
    /// <summary>Number of trained numbers.</summary>
    public long Count => Parameters.Sum(p => p.Tensor.numel());
}
