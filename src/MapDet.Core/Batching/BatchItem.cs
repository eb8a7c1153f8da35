using MapDet.Core.Imaging;

namespace MapDet.Core.Batching;

/// <summary>A sample of a batch to be loaded.</summary>
/// <param name="Index">Its position in the data set.</param>
/// <param name="IsMirrored">True to mirror the whole rig: pictures flipped, left and right cameras swapped, geometry and ground truth mirrored.</param>
/// <param name="NeedsImages">False where what the vision tower makes of the pictures is at hand already, so that they need not be read.</param>
/// <param name="Colors">How the colours of its pictures are changed; null: not at all.</param>
public readonly record struct BatchItem(int Index, bool IsMirrored = false, bool NeedsImages = true, ColorAdjustment? Colors = null);
