using MapDet.Core.Geometry;
using MapDet.NuScenes.Synthesis.Roads;

namespace MapDet.NuScenes.Synthesis.Drives;

/// <summary>How a vehicle follows its route: slower in bends, swaying a little about its line and on its springs.</summary>
internal sealed class VehicleMotion
{
    /// <summary>Seconds before the first key frame from when on poses are known.</summary>
    public const double Lead = 0.25;

    private const double TimeStep = 0.02;
    private const double StartOffset = 2;
    private const double LateralAcceleration = 2.2;
    private const double Acceleration = 1.8;
    private const double SlowestSpeed = 1.5;
    private const double Degree = Math.PI / 180;

    private readonly Route _route;
    private readonly double[] _positions;
    private readonly Wave _wander;
    private readonly Wave _pitch;
    private readonly Wave _roll;

    /// <summary>A vehicle on a route.</summary>
    /// <param name="route">Long enough for the cruising speed.</param>
    /// <param name="cruisingSpeed">Metres a second on straight road.</param>
    /// <param name="duration">Seconds from the first key frame to the last.</param>
    /// <param name="random">Decides the sway.</param>
    public VehicleMotion(Route route, double cruisingSpeed, double duration, StableRandom random)
    {
        _route = route;
        _positions = Drive(SpeedLimits(route, cruisingSpeed), duration + (2 * Lead));
        _wander = Wave.Draw(random, 0.25, 25, 60);
        _pitch = Wave.Draw(random, 0.3 * Degree, 0.8, 1.6);
        _roll = Wave.Draw(random, 0.35 * Degree, 1.2, 3);
    }

    /// <summary>The ego pose; its z is the ground.</summary>
    /// <param name="time">Seconds after the first key frame.</param>
    public SensorPose Pose(double time)
    {
        double s = Position(time);
        Vector2D along = Place(s + 0.5) - Place(s - 0.5);
        Vector2D place = Place(s);
        return new SensorPose(
            new Point3(place.X, place.Y, 0),
            Attitude.FromYawPitchRoll(along.Angle, _pitch.At(time), _roll.At(time)));
    }

    private double Position(double time)
    {
        double step = Math.Clamp((time + Lead) / TimeStep, 0, _positions.Length - 1.001);
        int i = (int)step;
        return _positions[i] + ((step - i) * (_positions[i + 1] - _positions[i]));
    }

    private Vector2D Place(double s) => _route.Point(s) + (_wander.At(s) * _route.Direction(s).Left);

    private static double[] Drive(double[] limits, double duration)
    {
        double[] positions = new double[(int)Math.Ceiling(duration / TimeStep) + 2];
        positions[0] = StartOffset;
        for (int i = 1; i < positions.Length; i++)
        {
            double speed = limits[Math.Clamp((int)positions[i - 1], 0, limits.Length - 1)];
            positions[i] = positions[i - 1] + (speed * TimeStep);
        }

        return positions;
    }

    // The speed at every metre: what the bend allows, reached by braking and accelerating gently.
    private static double[] SpeedLimits(Route route, double cruisingSpeed)
    {
        double[] limits = new double[(int)route.Length + 1];
        for (int i = 0; i < limits.Length; i++)
        {
            double bend = Math.Sqrt(LateralAcceleration / Math.Max(route.Curvature(i), 1e-4));
            limits[i] = Math.Clamp(bend, SlowestSpeed, cruisingSpeed);
        }

        for (int i = limits.Length - 2; i >= 0; i--)
        {
            limits[i] = Math.Min(limits[i], Math.Sqrt((limits[i + 1] * limits[i + 1]) + (2 * Acceleration)));
        }

        for (int i = 1; i < limits.Length; i++)
        {
            limits[i] = Math.Min(limits[i], Math.Sqrt((limits[i - 1] * limits[i - 1]) + (2 * Acceleration)));
        }

        return limits;
    }

    /// <summary>A slow oscillation.</summary>
    private sealed record Wave(double Amplitude, double Period, double Phase)
    {
        public static Wave Draw(StableRandom random, double amplitude, double shortest, double longest) =>
            new(random.Between(0.3, 1) * amplitude, random.Between(shortest, longest), random.Between(0, 2 * Math.PI));

        public double At(double x) => Amplitude * Math.Sin((2 * Math.PI * x / Period) + Phase);
    }
}
