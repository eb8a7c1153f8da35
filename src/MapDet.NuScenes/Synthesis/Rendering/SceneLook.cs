using System.Collections.Immutable;
using MapDet.NuScenes.Synthesis.Roads;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Weather, light, camera and colours of one scene.</summary>
internal sealed record SceneLook
{
    /// <summary>Colours of the ground by <see cref="Material"/>, in the light of the scene.</summary>
    public required ImmutableArray<SKColor> Ground { get; init; }

    /// <summary>The sky just above the horizon, and what far things fade into.</summary>
    public required SKColor Haze { get; init; }

    /// <summary>The sky overhead.</summary>
    public required SKColor Zenith { get; init; }

    /// <summary>House colours that a <see cref="Building.Tint"/> picks from.</summary>
    public required ImmutableArray<SKColor> Facades { get; init; }

    /// <summary>Horizontal unit vector towards the sun.</summary>
    public required Vector2D Sun { get; init; }

    /// <summary>Length of a shadow over the height of what casts it.</summary>
    public required double ShadowLength { get; init; }

    /// <summary>How dark shadows are, 0 (overcast) to 1.</summary>
    public required double ShadowStrength { get; init; }

    /// <summary>How strongly the ground's brightness varies.</summary>
    public required double Texture { get; init; }

    /// <summary>Amplitude of the sensor's noise in levels of 255.</summary>
    public required double Noise { get; init; }

    /// <summary>Distance at which two thirds of the colour are lost to haze, metres.</summary>
    public required double Visibility { get; init; }

    /// <summary>Seeds the texture of the ground.</summary>
    public required uint TextureSeed { get; init; }

    public static SceneLook Draw(StableRandom random)
    {
        bool overcast = random.Chance(0.4);
        double exposure = random.Between(0.85, 1.12);
        double warmth = random.Between(-0.06, 0.06);
        double asphalt = random.Between(68, 112);
        double pavement = random.Between(128, 158);
        double paint = random.Between(205, 235);
        double kerb = random.Between(182, 212);
        SKColor Lit(double r, double g, double b) => Colour(exposure * r * (1 + warmth), exposure * g, exposure * b * (1 - warmth));
        SKColor haze = overcast ? Lit(196, 200, 204) : Lit(196, 212, 226);
        return new SceneLook
        {
            Ground =
            [
                Lit(random.Between(70, 105), random.Between(98, 125), random.Between(48, 70)),
                Lit(pavement, pavement - 4, pavement - 10),
                Lit(asphalt - 12, asphalt - 12, asphalt - 8),
                Lit(asphalt, asphalt, asphalt + random.Between(0, 8)),
                Lit(paint, paint, paint - 4),
                Lit(random.Between(205, 225), random.Between(165, 182), random.Between(40, 75)),
                Lit(kerb, kerb, kerb - 6),
            ],
            Haze = haze,
            Zenith = overcast ? Lit(168, 174, 182) : Lit(96, 142, 200),
            Facades =
            [
                Lit(170, 120, 96), Lit(196, 178, 150), Lit(150, 154, 160), Lit(208, 204, 196), Lit(120, 104, 96), Lit(176, 160, 120), Lit(110, 124, 140),
            ],
            Sun = new Vector2D(1, 0).Rotated(random.Between(0, 2 * Math.PI)),
            ShadowLength = random.Between(0.4, 1.4),
            ShadowStrength = overcast ? 0 : random.Between(0.2, 0.38),
            Texture = random.Between(0.03, 0.08),
            Noise = random.Between(1.5, 4.5),
            Visibility = random.Between(160, 500),
            TextureSeed = (uint)random.NextBits(),
        };
    }

    private static SKColor Colour(double r, double g, double b) => new(Level(r), Level(g), Level(b));

    private static byte Level(double value) => (byte)Math.Clamp(value, 0, 255);
}
