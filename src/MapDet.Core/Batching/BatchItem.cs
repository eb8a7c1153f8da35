namespace MapDet.Core.Batching;

/// <summary>A sample of a batch to be loaded.</summary>
/// <param name="Index">Its position in the data set.</param>
/// <param name="IsMirrored">True to mirror the whole rig: pictures flipped, left and right cameras swapped, geometry and ground truth mirrored.</param>
public readonly record struct BatchItem(int Index, bool IsMirrored = false);
