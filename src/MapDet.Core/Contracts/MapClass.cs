namespace MapDet.Core.Contracts;

/// <summary>What a map element is. The values are those of MapTR's files.</summary>
public enum MapClass
{
    /// <summary>A road or lane divider.</summary>
    Divider = 0,

    /// <summary>A pedestrian crossing, always a ring.</summary>
    PedCrossing = 1,

    /// <summary>The border of the drivable surface.</summary>
    Boundary = 2,
}
