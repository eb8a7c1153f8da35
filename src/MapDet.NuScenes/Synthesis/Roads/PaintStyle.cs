namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>How a dividing line is painted.</summary>
internal enum PaintStyle
{
    /// <summary>White dashes.</summary>
    DashedWhite,

    /// <summary>One white line.</summary>
    SolidWhite,

    /// <summary>Two white lines.</summary>
    DoubleWhite,

    /// <summary>Two yellow lines.</summary>
    DoubleYellow,
}
