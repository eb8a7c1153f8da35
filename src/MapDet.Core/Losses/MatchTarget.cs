using MapDet.Core.Contracts;

namespace MapDet.Core.Losses;

/// <summary>A ground-truth element as the matcher sees it.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Orders">Its equivalent point orders, metres.</param>
public sealed record MatchTarget(MapClass Class, PointOrderSet Orders);
