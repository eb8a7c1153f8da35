namespace MapDet.Core.Imaging;

/// <summary>What is done with the pictures of a moment as they are read.</summary>
/// <param name="IsFlipped">True to swap left and right, for a mirrored rig.</param>
/// <param name="Colors">How their colours are changed; null: not at all.</param>
/// <param name="IsNeeded">False where they need not be read.</param>
public readonly record struct PictureChange(bool IsFlipped = false, ColorAdjustment? Colors = null, bool IsNeeded = true)
{
    /// <summary>The pictures are read as they are.</summary>
    public static PictureChange None { get; } = new(false);
}
