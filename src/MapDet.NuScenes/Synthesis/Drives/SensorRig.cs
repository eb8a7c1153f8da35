using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Synthesis.Drives;

/// <summary>
/// The six cameras, the lidar and the five radars as nuScenes mounts them, with a calibration that varies a little from scene to
/// scene. Mounting places, directions and intrinsics are those of the published calibrations, rounded.
/// </summary>
internal static class SensorRig
{
    private const double NominalWidth = 1600;
    private const double NominalHeight = 900;
    private const double Degree = Math.PI / 180;
    private const double YawJitter = 0.7 * Degree;
    private const double PitchJitter = 0.3 * Degree;
    private const double PlaceJitter = 0.02;
    private const double FocalJitter = 0.005;

    private static readonly ImmutableDictionary<string, Nominal> Cameras = new Dictionary<string, Nominal>
    {
        ["CAM_FRONT"] = new(new(1.7008, 0.0159, 1.5110), 0.2, 1266.4, 816.3, 491.5, -35_000),
        ["CAM_FRONT_RIGHT"] = new(new(1.5508, -0.4934, 1.4957), -56.4, 1260.8, 808.0, 495.3, -27_000),
        ["CAM_FRONT_LEFT"] = new(new(1.5239, 0.4946, 1.5093), 55.1, 1272.6, 826.6, 479.8, -43_000),
        ["CAM_BACK"] = new(new(0.0283, 0.0034, 1.5791), 179.7, 809.2, 829.2, 481.8, -10_000),
        ["CAM_BACK_LEFT"] = new(new(1.0357, 0.4848, 1.5910), 109.1, 1256.7, 792.1, 492.8, -1_000),
        ["CAM_BACK_RIGHT"] = new(new(1.0148, -0.4806, 1.5624), -109.9, 1259.5, 807.3, 501.2, -20_000),
    }.ToImmutableDictionary();

    /// <summary>The rig of one scene: the cameras in their usual order, then the lidar.</summary>
    public static ImmutableArray<Sensor> Draw(int imageWidth, int imageHeight, StableRandom random) =>
    [
        .. CameraChannels.All.Select(channel => Camera(channel, imageWidth / NominalWidth, imageHeight / NominalHeight, random)),
        Lidar(random),
    ];

    /// <summary>The radars of one scene; drawn apart, because a rig that renders images has none.</summary>
    public static ImmutableArray<Sensor> DrawRadars(StableRandom random) =>
    [
        Radar("RADAR_FRONT", new Point3(3.412, 0, 0.5), 0, -8_000, random),
        Radar("RADAR_FRONT_LEFT", new Point3(2.422, 0.8, 0.78), 90, -3_000, random),
        Radar("RADAR_FRONT_RIGHT", new Point3(2.422, -0.8, 0.77), -90, -14_000, random),
        Radar("RADAR_BACK_LEFT", new Point3(-0.562, 0.628, 0.53), 178, -21_000, random),
        Radar("RADAR_BACK_RIGHT", new Point3(-0.562, -0.618, 0.53), -178, -30_000, random),
    ];

    private static Sensor Camera(string channel, double scaleX, double scaleY, StableRandom random)
    {
        Nominal nominal = Cameras[channel];
        double focal = nominal.Focal * (1 + random.Gaussian(FocalJitter));
        Attitude rotation = Attitude.FromYawPitchRoll(
            (nominal.Yaw * Degree) + random.Gaussian(YawJitter),
            random.Gaussian(PitchJitter),
            random.Gaussian(PitchJitter)) * Attitude.CameraToVehicle;
        CameraIntrinsics intrinsics = new CameraIntrinsics(focal, focal, nominal.CenterX, nominal.CenterY).Resize(scaleX, scaleY);
        return new Sensor(channel, new SensorPose(Shaken(nominal.Place, random), rotation), intrinsics, nominal.Delay);
    }

    private static Sensor Lidar(StableRandom random)
    {
        Attitude rotation = Attitude.FromYawPitchRoll(
            (-90 * Degree) + random.Gaussian(0.3 * Degree), random.Gaussian(0.4 * Degree), random.Gaussian(0.4 * Degree));
        return new Sensor(Sensor.Lidar, new SensorPose(Shaken(new Point3(0.9437, 0, 1.8402), random), rotation), null, 0);
    }

    private static Sensor Radar(string channel, Point3 place, double yaw, int delay, StableRandom random)
    {
        Attitude rotation = Attitude.FromYawPitchRoll((yaw * Degree) + random.Gaussian(YawJitter), 0, 0);
        return new Sensor(channel, new SensorPose(Shaken(place, random), rotation), null, delay);
    }

    private static Point3 Shaken(Point3 place, StableRandom random) =>
        new(place.X + random.Gaussian(PlaceJitter), place.Y + random.Gaussian(PlaceJitter), place.Z + random.Gaussian(PlaceJitter));

    /// <summary>A camera for images of 1600 x 900 pixels.</summary>
    private sealed record Nominal(Point3 Place, double Yaw, double Focal, double CenterX, double CenterY, int Delay);
}
