using System.Collections.Immutable;
using System.Globalization;
using MapDet.NuScenes.Dataset.Splits;

namespace MapDet.Stage2.Reporting;

/// <summary>What geographic splits hold, as text.</summary>
internal static class SplitSummary
{
    private const int ScenesALine = 10;
    private const int NameWidth = 10;
    private const int CellWidth = 10;
    private const int GapWidth = 2;

    /// <summary>Writes the sizes of the splits and the scenes left out.</summary>
    /// <param name="splits">The splits.</param>
    /// <param name="shares">What was asked for.</param>
    /// <param name="output">Where the text goes.</param>
    public static void Write(GeographicSplits splits, ImmutableArray<SplitShare> shares, TextWriter output)
    {
        SceneSet[] rows = [.. splits.Splits, splits.LeftOut];
        string[] locations = [.. rows.SelectMany(row => row.SamplesByLocation.Keys).Distinct().Order(StringComparer.Ordinal)];
        int kept = splits.Splits.Sum(split => split.Samples);
        output.WriteLine(Row("", ["asked for", "share", "samples", "scenes"], locations, location => location));
        foreach ((SceneSet split, SplitShare share) in splits.Splits.Zip(shares))
        {
            output.WriteLine(Row(
                split.Name,
                [PerCent(share.Share), PerCent((double)split.Samples / kept), Number(split.Samples), Number(split.Scenes.Length)],
                locations,
                location => Number(split.SamplesByLocation.GetValueOrDefault(location))));
        }

        output.WriteLine(Row(
            splits.LeftOut.Name,
            ["", "", Number(splits.LeftOut.Samples), Number(splits.LeftOut.Scenes.Length)],
            locations,
            location => Number(splits.LeftOut.SamplesByLocation.GetValueOrDefault(location))));
        WriteLeftOut(splits, kept, output);
    }

    /// <summary>Writes how near every two of the splits are to each other.</summary>
    /// <param name="splits">The splits.</param>
    /// <param name="samples">All samples.</param>
    /// <param name="output">Where the text goes.</param>
    /// <param name="cancellationToken">Stops the measuring.</param>
    public static void WriteOverlaps(
        GeographicSplits splits, IReadOnlyCollection<PlacedSample> samples, TextWriter output, CancellationToken cancellationToken)
    {
        double[] thresholds = [.. SplitOverlap.DefaultThresholds, splits.Separation];
        Dictionary<string, string> nameOfScene = splits.Splits
            .SelectMany(split => split.Scenes.Select(scene => (scene, split.Name)))
            .ToDictionary(pair => pair.scene, pair => pair.Name, StringComparer.Ordinal);
        ILookup<string?, PlacedSample> parts = samples.ToLookup(sample => nameOfScene.GetValueOrDefault(sample.Scene));
        for (int i = 0; i < splits.Splits.Length; i++)
        {
            for (int j = i + 1; j < splits.Splits.Length; j++)
            {
                (string training, string evaluated) = (splits.Splits[i].Name, splits.Splits[j].Name);
                output.WriteLine();
                OverlapTable.Write(
                    SplitOverlap.Measure(parts[training], parts[evaluated], thresholds, cancellationToken), training, evaluated, output);
            }
        }

        output.WriteLine();
    }

    private static void WriteLeftOut(GeographicSplits splits, int kept, TextWriter output)
    {
        SceneSet leftOut = splits.LeftOut;
        string separation = string.Create(CultureInfo.InvariantCulture, $"{splits.Separation:0.#} m");
        output.WriteLine();
        if (leftOut.Scenes.IsEmpty)
        {
            output.WriteLine($"No scene is left out: the splits lie {separation} or more apart.");
            return;
        }

        output.WriteLine(
            $"{leftOut.Scenes.Length} scenes ({PerCent((double)leftOut.Samples / (kept + leftOut.Samples))} of all samples) are in no split: they are nearer than {separation} to more than one.");
        foreach (string[] scenes in leftOut.Scenes.Chunk(ScenesALine))
        {
            output.WriteLine($"  {string.Join(' ', scenes)}");
        }
    }

    private static string Row(string name, IEnumerable<string> cells, string[] locations, Func<string, string> cell) =>
        $"{name.PadRight(NameWidth)}{string.Concat(cells.Select(c => c.PadLeft(CellWidth)))}"
        + string.Concat(locations.Select(location => cell(location).PadLeft(location.Length + GapWidth)));

    private static string PerCent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
