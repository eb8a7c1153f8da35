using System.Collections.Immutable;
using MapDet.Core;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Divides the scenes of a data set into splits that lie apart on the ground.</summary>
/// <remarks>
/// <para>
/// The idea is that of Lilja et al. (CVPR 2024, arXiv 2312.06420), who drew their regions by hand ("near extrapolation": every town is in
/// every split). Here regions follow from the samples, and scenes between them are left out, so that no ground is seen from two splits.
/// </para>
/// <para>
/// Scenes nearer to each other than the separation are neighbours; scenes that hang together by neighbours form a region. Location by
/// location, the largest first, whole regions go to the split that lacks the most samples. A region that no split has need for is cut in
/// two: scenes are lined up in many ways, and from each line a first part of the wanted size is taken, less the few scenes whose absence
/// keeps the parts apart. The cut that loses the fewest samples and comes nearest to the shares wins. In the end scenes left out come
/// back where they are near one split only.
/// </para>
/// </remarks>
public sealed class GeographicSplitter
{
    private readonly GeographicSplitOptions _options;

    /// <summary>Creates a splitter.</summary>
    /// <param name="options">Splits, separation and seed.</param>
    /// <exception cref="MapDetException">An option is out of its range.</exception>
    public GeographicSplitter(GeographicSplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Divides scenes.</summary>
    /// <param name="samples">All samples of the scenes, in any order.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>Disjoint splits; every scene is in one of them or left out.</returns>
    /// <exception cref="MapDetException">There are too few places that lie apart for the number of splits.</exception>
    public GeographicSplits Split(IEnumerable<PlacedSample> samples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ImmutableArray<SceneTrack> scenes = SceneTrack.Of(samples);
        SceneGraph graph = new(scenes, _options.Separation, cancellationToken);
        CutSearch cuts = new(graph, _options.Seed);
        RegionPlacer placer = new(graph, cuts);
        SplitLabels labels = new(graph, [.. _options.Shares.Select(share => share.Share)]);
        foreach (int[] location in Locations(graph))
        {
            Placement placement = placer.Place(location, Placement.Start(labels.Needs(graph.Weight(location))), cancellationToken);
            placement.Pieces.ForEach(piece => labels.Set(piece.Scenes, piece.Split));
        }

        new EmptySplitFiller(graph, cuts).Fill(labels, _options, cancellationToken);
        labels.Readmit();
        return new GeographicSplits(
            [.. _options.Shares.Select((share, split) => SceneSet.Of(share.Name, labels.Of(split).Select(scene => scenes[scene])))],
            SceneSet.Of(GeographicSplits.LeftOutName, labels.LeftOut.Select(scene => scenes[scene])),
            _options.Separation);
    }

    private static IEnumerable<int[]> Locations(SceneGraph graph) => Enumerable.Range(0, graph.Scenes.Length)
        .GroupBy(scene => graph.Scenes[scene].Location)
        .OrderByDescending(graph.Weight)
        .ThenBy(location => location.Key, StringComparer.Ordinal)
        .Select(location => location.ToArray());
}
