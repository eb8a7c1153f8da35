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

    /// <summary>
    /// True to let the language model see every point's query. False: it sees instance queries alone, which is several times cheaper, and a point's
    /// state is that of its instance plus the point's own query.
    /// </summary>
    public bool PointsInLanguageModel { get; init; } = true;

    /// <summary>Queries of an instance that the language model sees: its instance query and, where they take part, its point queries.</summary>
    public int TokensPerInstance => PointsInLanguageModel ? 1 + NumPoints : 1;

    /// <summary>Queries that the language model sees.</summary>
    public int Total => NumInstances * TokensPerInstance;
}
