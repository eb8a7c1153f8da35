namespace MapDet.Core.Losses;

/// <summary>Which matching and loss a model is trained with.</summary>
public enum CriterionKind
{
    /// <summary>MapTR's: <see cref="SetCriterion"/>.</summary>
    MapTr = 0,

    /// <summary>That of the system before this one, for checkpoints that come from it: <see cref="OriginalCriterion"/>.</summary>
    Original = 1,
}
