using CsCheck;
using MapDet.Core.Geometry;

namespace MapDet.Core.Tests.Geometry;

public sealed class RigidTransformTests
{
    private static readonly Gen<Point3> Place =
        Gen.Select(Gen.Double[-100, 100], Gen.Double[-100, 100], Gen.Double[-100, 100], (x, y, z) => new Point3(x, y, z));

    private static readonly Gen<RigidTransform> Transform =
        from w in Gen.Double[0.1, 1]
        from x in Gen.Double[-1, 1]
        from y in Gen.Double[-1, 1]
        from z in Gen.Double[-1, 1]
        from t in Place
        select RigidTransform.FromQuaternion(w, x, y, z, t);

    [Fact]
    public void The_inverse_brings_every_place_back() => Gen.Select(Transform, Place).Sample((transform, place) =>
        AssertNear(place, transform.Inverse().Apply(transform.Apply(place))));

    [Fact]
    public void A_transform_after_another_does_what_both_do_in_turn() => Gen.Select(Transform, Transform, Place).Sample((second, first, place) =>
        AssertNear(second.Apply(first.Apply(place)), second.After(first).Apply(place)));

    [Fact]
    public void A_quaternion_of_either_sign_and_any_length_is_the_same_rotation() => Gen.Select(Gen.Double[0.1, 1], Gen.Double[-1, 1], Place).Sample((w, z, place) =>
        AssertNear(
            RigidTransform.FromQuaternion(w, 0.3, -0.2, z, default).Apply(place),
            RigidTransform.FromQuaternion(-7 * w, -2.1, 1.4, -7 * z, default).Apply(place)));

    [Fact]
    public void A_quarter_turn_to_the_left_takes_ahead_to_left()
    {
        RigidTransform turn = RigidTransform.FromQuaternion(Math.Sqrt(0.5), 0, 0, Math.Sqrt(0.5), new Point3(10, 0, 0));

        AssertNear(new Point3(10, 1, 0), turn.Apply(new Point3(1, 0, 0)));
        Assert.Equal(Math.PI / 2, turn.Yaw, tolerance: 1e-12);
    }

    [Fact]
    public void The_matrix_gives_the_transform_back() => Gen.Select(Transform, Place).Sample((transform, place) =>
        AssertNear(transform.Apply(place), RigidTransform.FromMatrix(transform.ToMatrix()).Apply(place)));

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(double.NaN, 0, 0, 1)]
    [InlineData(double.PositiveInfinity, 0, 0, 1)]
    public void A_quaternion_that_is_no_rotation_is_refused(double w, double x, double y, double z) =>
        Assert.Throws<ArgumentException>(() => RigidTransform.FromQuaternion(w, x, y, z, default));

    private static void AssertNear(Point3 expected, Point3 actual)
    {
        Assert.Equal(expected.X, actual.X, tolerance: 1e-9);
        Assert.Equal(expected.Y, actual.Y, tolerance: 1e-9);
        Assert.Equal(expected.Z, actual.Z, tolerance: 1e-9);
    }
}
