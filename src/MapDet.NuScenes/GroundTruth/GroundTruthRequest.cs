using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>What a ground-truth cache is to be made from.</summary>
public sealed record GroundTruthRequest
{
    /// <summary>The name of the data, such as v1.0-trainval, for the cache's metadata.</summary>
    public required string Version { get; init; }

    /// <summary>The maps that the samples lie in.</summary>
    public required IMapSource Maps { get; init; }

    /// <summary>The name of the split, for the cache's metadata.</summary>
    public required string Split { get; init; }

    /// <summary>The samples in the order in which they will stand.</summary>
    public required ImmutableArray<FrameRecord> Samples { get; init; }

    /// <summary>The patch.</summary>
    public PerceptionRange Range { get; init; } = PerceptionRange.Default;

    /// <summary>Points of each element.</summary>
    public int PointCount { get; init; } = 20;

    /// <summary>Names of the maps that the samples lie in, ordered.</summary>
    public ImmutableArray<string> Locations =>
        [.. Samples.Select(frame => frame.Location).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// SHA-256 over all that the elements depend on: the maps' versions and contents, the samples' tokens and poses, range, points, classes
    /// and the version of the extraction. Reads the maps.
    /// </summary>
    /// <param name="cancellationToken">Stops the reading of maps.</param>
    /// <returns>64 hex digits.</returns>
    /// <exception cref="MapDetException">A map is absent or faulty.</exception>
    public string ComputeHash(CancellationToken cancellationToken = default)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, $"extraction {GroundTruthExtractor.Version}");
        Append(hash, $"range {Range.XMin:R} {Range.YMin:R} {Range.ZMin:R} {Range.XMax:R} {Range.YMax:R} {Range.ZMax:R}");
        Append(hash, $"points {PointCount}");
        Append(hash, $"classes {string.Join(' ', MapClasses.Names)}");
        foreach (string location in Locations)
        {
            VectorMap map = Maps.Map(location, cancellationToken);
            Append(hash, $"map {location} {map.Version} {map.ContentHash}");
        }

        foreach (FrameRecord frame in Samples)
        {
            Append(hash, $"sample {frame.SampleToken} {frame.Location}");
            hash.AppendData(MemoryMarshal.AsBytes<double>(frame.LidarToWorld.ToMatrix()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, FormattableString line) =>
        hash.AppendData(Encoding.UTF8.GetBytes(line.ToString(CultureInfo.InvariantCulture) + "\n"));
}
