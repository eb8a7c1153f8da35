using MapDet.Core;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>The records of a layer, in the order of the file. Immutable and safe for use from several threads.</summary>
/// <typeparam name="T">The kind of its records.</typeparam>
public interface IMapLayer<out T> : IReadOnlyList<T>
    where T : MapRecord
{
    /// <summary>The layer's name in the format, such as <c>road_segment</c>.</summary>
    string Name { get; }

    /// <summary>The record of a token.</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="MapDetException">There is no such record.</exception>
    T this[string token] { get; }

    /// <summary>The record of a token, or null if there is none.</summary>
    /// <param name="token">The token.</param>
    T? Find(string token);

    /// <summary>The records that are not farther away than a radius, in the order of the file.</summary>
    /// <param name="place">World coordinates, metres.</param>
    /// <param name="radius">Metres, 0 for what lies at the place itself. Within an area the distance is 0, within a hole it is that to the hole's edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or no number.</exception>
    IReadOnlyList<T> Near(Point2 place, double radius);
}
