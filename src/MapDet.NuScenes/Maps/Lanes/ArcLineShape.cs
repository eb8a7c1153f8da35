namespace MapDet.NuScenes.Maps.Lanes;

/// <summary>The three parts of an arc-line path: each turns left (L), turns right (R) or goes straight (S).</summary>
public enum ArcLineShape
{
    /// <summary>Left, straight, left.</summary>
    LSL,

    /// <summary>Left, straight, right.</summary>
    LSR,

    /// <summary>Right, straight, left.</summary>
    RSL,

    /// <summary>Right, straight, right.</summary>
    RSR,

    /// <summary>Left, right, left.</summary>
    LRL,

    /// <summary>Right, left, right.</summary>
    RLR,
}
