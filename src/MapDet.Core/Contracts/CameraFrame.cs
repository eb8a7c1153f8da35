using MapDet.Core.Geometry;

namespace MapDet.Core.Contracts;

/// <summary>One camera's picture of a sample.</summary>
/// <param name="Camera">Geometry, for the size that the data set's tables state.</param>
/// <param name="ImagePath">The JPEG or PNG file.</param>
public sealed record CameraFrame(CameraModel Camera, string ImagePath);
