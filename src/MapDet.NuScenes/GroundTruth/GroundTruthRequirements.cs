using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>What a run asks of a ground-truth cache; null where it does not matter.</summary>
public sealed record GroundTruthRequirements
{
    /// <summary>The version of the data set.</summary>
    public string? NuScenesVersion { get; init; }

    /// <summary>The split.</summary>
    public string? Split { get; init; }

    /// <summary>The patch.</summary>
    public PerceptionRange? Range { get; init; }

    /// <summary>Points of each element.</summary>
    public int? PointCount { get; init; }

    /// <summary>The hash of what the elements depend on, see <see cref="GroundTruthRequest.ComputeHash"/>.</summary>
    public string? Hash { get; init; }

    internal void Check(string path, GroundTruthCacheInfo info)
    {
        Expect(path, "nuscenes_version", info.NuScenesVersion, NuScenesVersion);
        Expect(path, "split", info.Split, Split);
        Expect(path, "pc_range", Describe(info.Range), Range is null ? null : Describe(Range));
        Expect(path, "num_points", $"{info.PointCount}", PointCount is null ? null : $"{PointCount}");
        Expect(path, "class_names", string.Join(", ", info.ClassNames), string.Join(", ", MapClasses.Names));
        Expect(path, "extraction_version", $"{info.ExtractionVersion}", $"{GroundTruthExtractor.Version}");
        if (Hash is not null && Hash != info.Hash)
        {
            throw new InvalidInputException(
                path, "the ground-truth cache was made from other maps, samples or poses than those of this data root; make it again.", field: "hash");
        }
    }

    private static void Expect(string path, string field, string found, string? wanted)
    {
        if (wanted is not null && found != wanted)
        {
            throw new InvalidInputException(
                path, $"the ground-truth cache was made for {found}, but the run asks for {wanted}; make another one or change the run.", field: field);
        }
    }

    private static string Describe(PerceptionRange range) => FormattableString.Invariant(
        $"[{range.XMin}, {range.YMin}, {range.ZMin}, {range.XMax}, {range.YMax}, {range.ZMax}]");
}
