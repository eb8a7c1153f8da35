using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>What a cache says about itself: the metadata of its schema.</summary>
public sealed record GroundTruthCacheInfo
{
    /// <summary>The layout of the file that this code reads and writes.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The version of the data set.</summary>
    public required string NuScenesVersion { get; init; }

    /// <summary>The split that the samples are of.</summary>
    public required string Split { get; init; }

    /// <summary>The patch.</summary>
    public required PerceptionRange Range { get; init; }

    /// <summary>Points of each element.</summary>
    public required int PointCount { get; init; }

    /// <summary>Names of the classes in the order of their numbers.</summary>
    public required ImmutableArray<string> ClassNames { get; init; }

    /// <summary>The version of each map that was used, by location.</summary>
    public required ImmutableSortedDictionary<string, string> MapVersions { get; init; }

    /// <summary>The version of the extraction, see <see cref="GroundTruthExtractor.Version"/>.</summary>
    public required int ExtractionVersion { get; init; }

    /// <summary>SHA-256 over all that the elements depend on: maps, samples, poses, range, points, extraction.</summary>
    public required string Hash { get; init; }

    /// <summary>What the cache holds.</summary>
    public required GroundTruthStatistics Statistics { get; init; }
}
