namespace MapDet.Core.Losses;

/// <summary>Which orders of an element's points count as the same element. Open lines: as given and reversed, in every pattern.</summary>
public enum PointOrderPattern
{
    /// <summary>Closed elements: every cyclic shift of the distinct sampled points, in both directions. MapTR's <c>v4</c>; what its paper describes.</summary>
    AllShifts = 0,

    /// <summary>
    /// Closed elements: begun at each of the original vertices and sampled anew, in the given direction only. MapTR's <c>v2</c>, which its released
    /// configurations use.
    /// </summary>
    VertexShifts = 1,

    /// <summary>Closed elements: every cyclic shift of the distinct sampled points, in the given direction only. MapTR's <c>v1</c>.</summary>
    ForwardShifts = 2,

    /// <summary>Closed elements: begun at each of the original vertices and sampled anew, in both directions. MapTR's <c>v3</c>.</summary>
    VertexShiftsBothDirections = 3,
}
