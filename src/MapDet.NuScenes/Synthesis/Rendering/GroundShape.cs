using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Something painted on the ground.</summary>
/// <param name="Order">Later ones cover earlier ones.</param>
/// <param name="Path">In metres.</param>
/// <param name="Material">What it is made of.</param>
/// <param name="LineWidth">Metres; 0 fills the path.</param>
internal sealed record GroundShape(int Order, SKPath Path, Material Material, float LineWidth);
