using MapDet.Training.Loop;
using MapDet.Training.Optimization;
using MapDet.Training.Telemetry;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Telemetry;

public sealed class TrainingLogTests
{
    private const string Block = """
        Epoch [1/24] Step [10/200] Loss: 3.5421 (Avg: 3.6234)
        LR: q=1.00e-05 m=1.00e-04 d=1.00e-04

        Detailed losses:
          loss_cls: 1.2345
          loss_pts: 1.8765
          loss_dir: 0.4311
          loss_total: 3.5421

        """;

    [Fact]
    public void A_logged_step_reads_as_the_contract_says() =>
        Assert.Equal(Block.ReplaceLineEndings("\n"), string.Join("\n", TrainingLogFormat.Step(Step(1.2345, 1.8765, 0.4311), 24)));

    [Fact]
    public void The_printed_terms_add_up_to_the_printed_total()
    {
        string[] lines = [.. TrainingLogFormat.Step(Step(0.00005, 0.00005, 0.00005), 24)];

        Assert.Equal("  loss_cls: 0.0001", lines[4]);
        Assert.Equal("  loss_total: 0.0003", lines[7]);
        Assert.Contains("Loss: 0.0003", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_and_output_hold_banner_blocks_evaluations_and_checkpoints()
    {
        using TemporaryFolder folder = new();
        using StringWriter output = new() { NewLine = "\n" };
        using TrainingLogObserver log = new(new ConsoleTrainingLog(output));

        await new FakeRun(folder.Path) { MoreObservers = [log] }.TrainAsync();

        string text = await File.ReadAllTextAsync(folder["train.log"]);
        Assert.Equal(text, output.ToString());
        Assert.Contains("Device: cpu, precision: fp32", text, StringComparison.Ordinal);
        Assert.Contains("  Q-Former                  48 parameters  lr 1.00e-03\n", text, StringComparison.Ordinal);
        Assert.Contains("  vision_model               1 parameters\n", text, StringComparison.Ordinal);
        Assert.Contains("Effective batch: 2 (2 x 1 accumulated)", text, StringComparison.Ordinal);
        Assert.Contains("Epoch [2/2] Step [6/6] Loss: ", text, StringComparison.Ordinal);
        Assert.Contains("Evaluation after step 12: mAP ", text, StringComparison.Ordinal);
        Assert.Contains("Epoch [1/2] done: average loss ", text, StringComparison.Ordinal);
        Assert.Contains("checkpoint_epoch_2\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16_570, "Epoch [1/24] done: average loss 3.6234, 26:32:05 so far, about 4:36:10 left")]
    [InlineData(0, "Epoch [1/24] done: average loss 3.6234, 26:32:05 so far")]
    [InlineData(null, "Epoch [1/24] done: average loss 3.6234, 26:32:05 so far")]
    public void The_end_of_an_epoch_says_how_long_the_run_will_take(int? secondsLeft, string line)
    {
        EpochReport report = new(1, 200, 3.6234, new TimeSpan(1, 2, 32, 5)) { RunTimeLeft = secondsLeft is { } s ? TimeSpan.FromSeconds(s) : null };

        Assert.Equal(line, TrainingLogFormat.Epoch(report, 24));
    }

    private static TrainingStep Step(double classification, double points, double direction) => new(
        10,
        4800,
        1,
        10,
        200,
        new LossValues(classification, points, direction),
        3.6234,
        new LearningRates(1e-5, 1e-4, 1e-4),
        default,
        IsSkipped: false,
        0,
        [],
        default,
        default,
        default,
        0,
        IsLogged: true);
}
