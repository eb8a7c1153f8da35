namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>How finely the ground is looked at along one line of an image, and how much haze lies before it.</summary>
/// <param name="Level">The resolution of the tiles.</param>
/// <param name="IsMagnified">True: texels are wider than pixels, so that colours are blended between them.</param>
/// <param name="Haze">Share of the haze in what is seen, of 256.</param>
internal readonly record struct GroundDetail(int Level, bool IsMagnified, uint Haze);
