using MapDet.Core;
using MapDet.Training.Checkpointing;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Checkpointing;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LinearMapModel _model = new(FakeRun.ModelOptions, 1);
    private readonly List<string> _passedOver = [];

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_newest_checkpoint_is_the_one_of_the_latest_step()
    {
        Save(9);
        Save(10);
        Save(2);

        Assert.Equal(10, Find().State.Step);
        Assert.Empty(_passedOver);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("optimizer.safetensors")]
    [InlineData("trainer_state.json")]
    public void A_damaged_checkpoint_is_passed_over_and_named(string file)
    {
        Save(1);
        string newest = Save(2);
        byte[] bytes = File.ReadAllBytes(Path.Combine(newest, file));
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(Path.Combine(newest, file), file.EndsWith(".json", StringComparison.Ordinal) ? bytes[..20] : bytes);

        Assert.Equal(1, Find().State.Step);
        Assert.Contains(file, Assert.Single(_passedOver), StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => CheckpointStore.Open(newest));
    }

    [Fact]
    public void What_a_killed_run_left_unfinished_is_no_checkpoint_and_is_cleared_away()
    {
        Save(1);
        string unfinished = _folder["checkpoint_step_2.unfinished"];
        Directory.CreateDirectory(unfinished);
        File.Copy(Path.Combine(_folder["checkpoint_step_1"], "model.safetensors"), Path.Combine(unfinished, "model.safetensors"));

        Assert.Equal(1, Find().State.Step);
        Save(3);
        Assert.False(Directory.Exists(unfinished));
    }

    [Fact]
    public void Only_the_last_ones_are_kept()
    {
        CheckpointStore store = Store(keepLast: 2);
        foreach (int step in Enumerable.Range(8, 4))
        {
            Save(step, store);
        }

        Assert.Equal(
            ["checkpoint_step_10", "checkpoint_step_11"],
            Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Saving_under_the_same_name_replaces_the_checkpoint()
    {
        Save(5);
        Store().Save("checkpoint_step_5", _model, [], new TrainerState { Step = 5, SkippedSteps = 3 }, new Dictionary<string, string>());

        Assert.Equal(3, Find().State.SkippedSteps);
        Assert.Single(Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public void A_checkpoint_that_can_not_be_written_whole_leaves_nothing_behind_and_the_others_as_they_were()
    {
        Save(1);

        Assert.Throws<IOException>(() => Store().Save(
            "checkpoint_step_2", _model, FullDisk(), new TrainerState { Step = 2 }, new Dictionary<string, string>()));

        Assert.Equal(1, Find().State.Step);
        Assert.Empty(_passedOver);
        Assert.Equal(["checkpoint_step_1"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void An_empty_folder_has_no_checkpoint()
    {
        Assert.Null(Store().FindNewest(_passedOver.Add));
        Assert.False(Store().HasAny);
    }

    // The model's file is on disk by the time that the moments are asked for.
    private static IEnumerable<Core.Contracts.NamedParameter> FullDisk()
    {
        throw new IOException("No space left on device");
#pragma warning disable CS0162 // It makes the method an iterator, which fails when it is read.
        yield break;
#pragma warning restore CS0162
    }

    private CheckpointStore Store(int? keepLast = null) => new(_folder.Path, keepLast);

    private string Save(int step, CheckpointStore? store = null) => (store ?? Store()).Save(
        CheckpointStore.StepName(step), _model, [], new TrainerState { Step = step }, new Dictionary<string, string>());

    private (string Path, TrainerState State) Find() =>
        Store().FindNewest(_passedOver.Add) ?? throw new InvalidOperationException("No checkpoint was found.");
}
