using System.Collections.Immutable;

namespace MapDet.NuScenes.Tables;

/// <summary>The box of an object in a sample (table <c>sample_annotation</c> with its <c>instance</c>, <c>attribute</c>s and <c>visibility</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Sample">The key frame that it was seen in.</param>
/// <param name="Instance">The object.</param>
/// <param name="Attributes">What the object is like at this time.</param>
/// <param name="Visibility">How much of it the cameras see; null if nobody said.</param>
/// <param name="BoxToWorld">From the box's frame (origin in its middle, x ahead, y left, z up) to the world.</param>
/// <param name="Size">The box's size.</param>
/// <param name="LidarPoints">Number of lidar points in the box.</param>
/// <param name="RadarPoints">Number of radar points in the box.</param>
/// <param name="Previous">Token of the object's annotation before this one, or null.</param>
/// <param name="Next">Token of the object's annotation after this one, or null.</param>
public sealed record AnnotationRecord(
    string Token,
    SampleRecord Sample,
    InstanceRecord Instance,
    ImmutableArray<AttributeRecord> Attributes,
    VisibilityRecord? Visibility,
    Pose BoxToWorld,
    BoxSize Size,
    int LidarPoints,
    int RadarPoints,
    string? Previous,
    string? Next);
