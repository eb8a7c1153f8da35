using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Queries;

/// <summary>The map queries.</summary>
public sealed record MapQueryOptions
{
    /// <summary>Instances N.</summary>
    [Range(1, 1000)]
    public int NumInstances { get; init; } = 50;

    /// <summary>Points P of an instance.</summary>
    [Range(2, 200)]
    public int NumPoints { get; init; } = 20;

    /// <summary>Standard deviation of the initial values.</summary>
    [Range(0.0, 10.0)]
    public double InitialStd { get; init; } = 0.02;

    /// <summary>True for fixed positions of the points, sines and cosines, instead of learnt ones.</summary>
    public bool UseSinusoidalPointPositions { get; init; }

    /// <summary>Number of queries: an instance query and its point queries, for each instance.</summary>
    public int Total => NumInstances * (NumPoints + 1);
}
