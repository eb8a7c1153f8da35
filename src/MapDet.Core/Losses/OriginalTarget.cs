using MapDet.Core.Contracts;

namespace MapDet.Core.Losses;

/// <summary>A ground-truth element as <see cref="OriginalCriterion"/> sees it.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Points">[P, 2] in [-1, 1].</param>
/// <param name="Mask">[P] 1 for points that count; null: all do.</param>
internal sealed record OriginalTarget(MapClass Class, float[] Points, float[]? Mask = null)
{
    /// <summary>True if the first point equals the last.</summary>
    public bool IsClosed => Points.Length > 4 && Points[0] == Points[^2] && Points[1] == Points[^1];
}
