namespace MapDet.NuScenes.Tables;

/// <summary>The size of an object's box, metres.</summary>
/// <param name="Width">Along the box's y axis, which points to the object's left.</param>
/// <param name="Length">Along the box's x axis, which points ahead.</param>
/// <param name="Height">Along the box's z axis, which points up.</param>
public readonly record struct BoxSize(double Width, double Length, double Height);
