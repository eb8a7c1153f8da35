using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Evaluation;

public sealed class MetricsFileTests
{
    [Fact]
    public void Scores_are_written_in_the_form_of_the_contract()
    {
        using TemporaryFolder folder = new();
        MapMetrics metrics = new([0.5, 1.0, 1.5], [new([0.25, 0.5, 0.75], 4, 9), new([0, 0, 0], 0, 1), new([0.25, 0.25, 0.25], 2, 3)], 7);

        MetricsFile.Write(folder.File("metrics.json"), metrics, "mini_val", "abc");

        Assert.Equal(
            """
            {
              "mAP": 0.25,
              "thresholds": [
                0.5,
                1.0,
                1.5
              ],
              "classes": {
                "divider": {
                  "AP": 0.5,
                  "AP@0.5": 0.25,
                  "AP@1.0": 0.5,
                  "AP@1.5": 0.75,
                  "groundTruths": 4,
                  "predictions": 9
                },
                "ped_crossing": {
                  "AP": 0,
                  "AP@0.5": 0,
                  "AP@1.0": 0,
                  "AP@1.5": 0,
                  "groundTruths": 0,
                  "predictions": 1
                },
                "boundary": {
                  "AP": 0.25,
                  "AP@0.5": 0.25,
                  "AP@1.0": 0.25,
                  "AP@1.5": 0.25,
                  "groundTruths": 2,
                  "predictions": 3
                }
              },
              "samples": 7,
              "split": "mini_val",
              "groundTruthHash": "abc"
            }
            """,
            File.ReadAllText(folder.File("metrics.json")).ReplaceLineEndings("\n"));
    }
}
