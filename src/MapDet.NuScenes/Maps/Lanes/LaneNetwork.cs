using System.Collections.Immutable;
using MapDet.Core;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Lanes;

/// <summary>How lanes and lane connectors follow each other, and where they run. Immutable and safe for use from several threads.</summary>
public sealed class LaneNetwork
{
    // Two poses closer than this (metres) are one: the end of a path is computed, the start of the next one is read.
    private const double SamePlace = 1e-6;

    private readonly IMapLayer<LaneRecord> _lanes;
    private readonly IMapLayer<LaneConnectorRecord> _connectors;

    /// <summary>Joins the parts of a map.</summary>
    /// <param name="lanes">The layer <c>lane</c>.</param>
    /// <param name="connectors">The layer <c>lane_connector</c>.</param>
    /// <param name="connectivity">The dictionary <c>connectivity</c>.</param>
    /// <param name="paths">The dictionary <c>arcline_path_3</c>.</param>
    public LaneNetwork(
        IMapLayer<LaneRecord> lanes,
        IMapLayer<LaneConnectorRecord> connectors,
        IReadOnlyDictionary<string, LaneConnectivity> connectivity,
        IReadOnlyDictionary<string, ImmutableArray<ArcLinePath>> paths)
    {
        _lanes = lanes;
        _connectors = connectors;
        Connectivity = connectivity;
        Paths = paths;
    }

    /// <summary>Neighbours by the token of a lane or lane connector, all that the map has, in the order of the file.</summary>
    public IReadOnlyDictionary<string, LaneConnectivity> Connectivity { get; }

    /// <summary>The paths that make up the centre line by the token of a lane or lane connector, in the order of the file; there may be none.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<ArcLinePath>> Paths { get; }

    /// <summary>The <see cref="LaneRecord"/> or <see cref="LaneConnectorRecord"/> of a token, or null if the map has neither.</summary>
    /// <param name="token">The token.</param>
    public MapRecord? Find(string token) => (MapRecord?)_lanes.Find(token) ?? _connectors.Find(token);

    /// <summary>The lanes and lane connectors that end where one begins. Tokens that the map has no record of are left out.</summary>
    /// <param name="token">The token of a lane or lane connector.</param>
    /// <exception cref="MapDetException">The map has no such lane or lane connector.</exception>
    public ImmutableArray<MapRecord> Incoming(string token) => Records(token, entry => entry.Incoming);

    /// <summary>The lanes and lane connectors that begin where one ends. Tokens that the map has no record of are left out.</summary>
    /// <param name="token">The token of a lane or lane connector.</param>
    /// <exception cref="MapDetException">The map has no such lane or lane connector.</exception>
    public ImmutableArray<MapRecord> Outgoing(string token) => Records(token, entry => entry.Outgoing);

    /// <summary>The centre line of a lane or lane connector as poses from its start to its end.</summary>
    /// <param name="token">The token of a lane or lane connector.</param>
    /// <param name="resolution">The greatest distance between neighbours along the line, metres; above 0.</param>
    /// <returns>World coordinates, metres; empty where the map has no path of it.</returns>
    /// <exception cref="MapDetException">The map has no such lane or lane connector.</exception>
    /// <remarks>
    /// Source: nuScenes devkit, <c>arcline_path_utils.discretize_lane</c>; where one path goes over into the next, the devkit gives the
    /// place twice and this does so once.
    /// </remarks>
    public ImmutableArray<PathPose> CentreLine(string token, double resolution)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resolution);
        List<PathPose> line = [];
        Expect(token);
        foreach (ArcLinePath path in Paths.TryGetValue(token, out ImmutableArray<ArcLinePath> paths) ? paths : [])
        {
            ImmutableArray<PathPose> poses = path.Discretise(resolution);
            bool isJoined = line.Count > 0 && line[^1].Place.DistanceTo(poses[0].Place) < SamePlace;
            line.AddRange(isJoined ? poses[1..] : poses);
        }

        return [.. line];
    }

    private ImmutableArray<MapRecord> Records(string token, Func<LaneConnectivity, ImmutableArray<string>> neighbours)
    {
        Expect(token);
        return Connectivity.TryGetValue(token, out LaneConnectivity? entry) ? [.. neighbours(entry).Select(Find).OfType<MapRecord>()] : [];
    }

    private void Expect(string token)
    {
        if (!Connectivity.ContainsKey(token) && !Paths.ContainsKey(token) && Find(token) is null)
        {
            throw new MapDetException($"The map has no lane or lane connector '{token}'.");
        }
    }
}
