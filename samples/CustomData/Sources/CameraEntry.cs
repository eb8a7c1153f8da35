using MapDet.Core.Geometry;

namespace MapDet.CustomData.Sources;

/// <summary>A camera of <c>cameras.json</c>: what it is and how it is mounted.</summary>
/// <param name="Width">Width of the pictures that the other numbers belong to, pixels.</param>
/// <param name="Height">Their height.</param>
/// <param name="Fx">Focal length in x, pixels.</param>
/// <param name="Fy">Focal length in y.</param>
/// <param name="Cx">Principal point, pixels from the left border.</param>
/// <param name="Cy">Principal point, pixels from the top border.</param>
/// <param name="Mount">From the camera (x right, y down, z forward) to the rig (x right, y ahead, z up).</param>
internal sealed record CameraEntry(int Width, int Height, double Fx, double Fy, double Cx, double Cy, PoseEntry Mount)
{
    /// <summary>The camera matrix.</summary>
    public CameraIntrinsics Intrinsics => new(Fx, Fy, Cx, Cy);
}
