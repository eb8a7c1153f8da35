namespace MapDet.Core.Vision;

/// <summary>The vision towers there are.</summary>
public enum VisionKind
{
    /// <summary>BLIP-2's EVA ViT, all layers and a final norm.</summary>
    Blip2,

    /// <summary>CLIP's ViT, the states before its last layer, as LLaVA uses them.</summary>
    Clip,
}
