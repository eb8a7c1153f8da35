namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>What the ground is made of.</summary>
internal enum Material
{
    /// <summary>Everything else.</summary>
    Grass,

    /// <summary>Beside the road and on islands.</summary>
    Pavement,

    /// <summary>Places to park.</summary>
    Carpark,

    /// <summary>The road.</summary>
    Asphalt,

    /// <summary>White markings.</summary>
    WhitePaint,

    /// <summary>Yellow markings.</summary>
    YellowPaint,

    /// <summary>The stones along every boundary of the road.</summary>
    Kerb,
}
