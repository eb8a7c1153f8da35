using System.Collections.Immutable;
using MapDet.NuScenes.Synthesis.Roads;

namespace MapDet.NuScenes.Synthesis.Drives;

/// <summary>A scene with all that decides what its sensors see.</summary>
/// <param name="Index">Its position in the data set.</param>
/// <param name="Scene">Name and location.</param>
/// <param name="Town">The town of that location.</param>
/// <param name="Rig">The sensors as calibrated for it.</param>
/// <param name="Motion">Where the vehicle is when.</param>
/// <param name="Samples">Number of key frames.</param>
internal sealed record SceneDrive(
    int Index, SyntheticScene Scene, Town Town, ImmutableArray<Sensor> Rig, VehicleMotion Motion, int Samples)
{
    /// <summary>Seconds between key frames.</summary>
    public const double Interval = 0.5;

    /// <summary>The ego pose of a sensor's record.</summary>
    public SensorPose EgoPose(int sample, Sensor sensor) => Motion.Pose((sample * Interval) + (sensor.Delay * 1e-6));
}
