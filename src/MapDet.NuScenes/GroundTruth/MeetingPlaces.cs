using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Where two outlines or more meet in a point. Safe for use from several threads.</summary>
internal sealed class MeetingPlaces
{
    private readonly Point2[][] _rings;
    private readonly (Point2 Place, int[] Rings)[] _meetings;
    private readonly SpatialIndex _index;

    /// <param name="rings">World coordinates; each repeats its first vertex at the end and does not meet itself.</param>
    public MeetingPlaces(Point2[][] rings)
    {
        _rings = rings;
        _meetings = [.. Enumerable.Range(0, rings.Length)
            .SelectMany(ring => rings[ring][..^1].Select(node => (Place: node, Ring: ring)))
            .GroupBy(pass => pass.Place, pass => pass.Ring)
            .Select(passes => (passes.Key, Rings: passes.ToArray()))
            .Where(meeting => meeting.Rings.Length > 1)];
        _index = new SpatialIndex(_meetings.Select(meeting => new Envelope(new Coordinate(meeting.Place.X, meeting.Place.Y))));
    }

    /// <summary>
    /// Whether cutting the areas to a patch may string the outlines inside it together in another way. A ring that lies wholly inside stays
    /// a ring of its own; where two that the patch cuts meet, which goes on where depends on what is cut off.
    /// </summary>
    public bool MayChange(PatchFrame patch, Envelope box, Envelope world) =>
        _index.Near(world).Exists(meeting => IsInside(_meetings[meeting].Place, patch, box)
            && _meetings[meeting].Rings.Count(ring => !Array.TrueForAll(_rings[ring], node => IsInside(node, patch, box))) > 1);

    private static bool IsInside(Point2 place, PatchFrame patch, Envelope box)
    {
        Point2 local = patch.ToPatch(place);
        return box.Contains(local.X, local.Y);
    }
}
