using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Decoding;

/// <summary>The decoder's view of the whole ground: what the cameras show at the places of a grid, a token a cell, for instance tokens to attend to.</summary>
public sealed record GroundViewOptions
{
    /// <summary>False: instances see only what lies around their points.</summary>
    public bool Enabled { get; init; }

    /// <summary>Distance of the grid's places, metres.</summary>
    [Range(0.05, 100.0)]
    public double Spacing { get; init; } = 1;

    /// <summary>Places of a cell across the direction of travel.</summary>
    [Range(1, 64)]
    public int PlacesAcross { get; init; } = 2;

    /// <summary>Places of a cell along the direction of travel.</summary>
    [Range(1, 64)]
    public int PlacesAlong { get; init; } = 4;
}
