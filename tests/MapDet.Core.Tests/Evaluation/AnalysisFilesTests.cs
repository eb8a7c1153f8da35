using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Evaluation;

public sealed class AnalysisFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Curves_are_written_as_columns()
    {
        PrecisionRecallFile.Write(_folder.File("curves.json"), Analysis([new(0.75, 0.25, 1, 1), new(double.NaN, 0.5, 0.5, 0.5)]));

        Assert.Equal(
            """{"curves":[{"class":"ped_crossing","threshold":1.5,"AP":0.375,"groundTruths":4,"predictions":5,"truePositives":2,"score":[0.75,null],"recall":[0.25,0.5],"precision":[1,0.5],"interpolatedPrecision":[1,0.5]}]}""",
            File.ReadAllText(_folder.File("curves.json")));
    }

    [Fact]
    public void Long_curves_are_thinned_and_keep_their_ends()
    {
        ImmutableArray<PrecisionRecallPoint> curve = [.. Enumerable.Range(1, 5000).Select(i => new PrecisionRecallPoint(1.0 / i, i / 5000.0, 1, 1))];

        PrecisionRecallFile.Write(_folder.File("curves.json"), Analysis(curve));

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_folder.File("curves.json")));
        double[] recall = [.. json.RootElement.GetProperty("curves")[0].GetProperty("recall").EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal((PrecisionRecallFile.MaxPoints, 1 / 5000.0, 1.0), (recall.Length, recall[0], recall[^1]));
    }

    [Fact]
    public void Rings_are_written_with_null_where_there_is_no_number()
    {
        DistanceErrorFile.Write(_folder.File("rings.json"), Analysis([]));

        Assert.Equal(
            """
            {
              "rings": [
                {
                  "class": "ped_crossing",
                  "threshold": 1.5,
                  "from": 0,
                  "to": 10,
                  "groundTruths": 4,
                  "predictions": 3,
                  "truePositives": 2,
                  "recall": 0.5,
                  "AP": 0.375,
                  "meanDistance": 0.25
                },
                {
                  "class": "ped_crossing",
                  "threshold": 1.5,
                  "from": 10,
                  "to": null,
                  "groundTruths": 0,
                  "predictions": 2,
                  "truePositives": 0,
                  "recall": 0,
                  "AP": 0,
                  "meanDistance": null
                }
              ]
            }
            """,
            File.ReadAllText(_folder.File("rings.json")).ReplaceLineEndings("\n"));
    }

    private static MapAnalysis Analysis(ImmutableArray<PrecisionRecallPoint> curve)
    {
        RingScores near = new(0, 10, 4, 3, 2, 0.375, 0.25);
        RingScores far = new(10, double.PositiveInfinity, 0, 2, 0, 0, null);
        RingScores overall = new(0, double.PositiveInfinity, 4, 5, 2, 0.375, 0.25);
        return new MapAnalysis(new MapMetrics([1.5], [], 1), [new ThresholdAnalysis(MapClass.PedCrossing, 1.5, overall, curve, [near, far])]);
    }
}
