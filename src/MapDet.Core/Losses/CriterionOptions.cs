using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Losses;

/// <summary>Which loss, and its weights. Weights and constants are those of <see cref="CriterionKind.MapTr"/> unless they say otherwise.</summary>
public sealed record CriterionOptions
{
    /// <summary>Which matching and loss.</summary>
    [EnumDataType(typeof(CriterionKind))]
    public CriterionKind Kind { get; init; } = CriterionKind.MapTr;

    /// <summary>Weight of the focal classification, in matching and loss.</summary>
    [Range(0.0, 1000.0)]
    public double ClassWeight { get; init; } = 2;

    /// <summary>Weight of the L1 distance of points in [0, 1] in matching.</summary>
    [Range(0.0, 1000.0)]
    public double PointsCostWeight { get; init; } = 5;

    /// <summary>Weight of the L1 distance of points in [0, 1] in the loss.</summary>
    [Range(0.0, 1000.0)]
    public double PointsWeight { get; init; } = 5;

    /// <summary>Weight of the direction loss.</summary>
    [Range(0.0, 1000.0)]
    public double DirectionWeight { get; init; } = 0.005;

    /// <summary>Weight of the mean distance between a prediction and its ground truth as curves, metres; 0 follows the reference.</summary>
    [Range(0.0, 1000.0)]
    public double CurveWeight { get; init; }

    /// <summary>
    /// Scores learn how near a prediction lies: they are drawn to exp(-distance / scale), with the distance as curves in metres. 0: they are drawn to
    /// 1, as in the reference.
    /// </summary>
    [Range(0.0, 1000.0)]
    public double QualityScale { get; init; }

    /// <summary>Focal alpha, of both kinds.</summary>
    [Range(0.0, 1.0)]
    public double FocalAlpha { get; init; } = 0.25;

    /// <summary>Focal gamma, of both kinds.</summary>
    [Range(0.0, 10.0)]
    public double FocalGamma { get; init; } = 2;

    /// <summary>Edges of a prediction or a ground truth shorter than this have no direction, metres. 0 follows the reference.</summary>
    [Range(0.0, 1.0)]
    public double ShortestEdge { get; init; } = 0.01;

    /// <summary>Which orders of a ring's points count as the same ring.</summary>
    [EnumDataType(typeof(PointOrderPattern))]
    public PointOrderPattern PointOrders { get; init; } = PointOrderPattern.AllShifts;

    /// <summary>Matching of several queries with one ground truth, of <see cref="CriterionKind.MapTr"/>.</summary>
    [Required]
    public OneToManyOptions OneToMany { get; init; } = new();

    /// <summary>The weights of <see cref="CriterionKind.Original"/>.</summary>
    [Required]
    public OriginalCriterionOptions Original { get; init; } = new();
}
