using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;
using MapDet.Training.VisionFeatures;
using TorchSharp;

namespace MapDet.Training.Tests.VisionFeatures;

public sealed class VisionFeatureFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_number_by_number()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        VisionFeatureFiles files = new(_folder.Path, "tower");
        ImageTokens tokens = new(torch.randn(1, 6, 8, 4), 2, 4, 32, 64) { ClassTokens = torch.randn(1, 6, 4).to(torch.bfloat16).to(torch.float32) };
        string name = files.Name(Frame("a"), isMirrored: false);

        files.Write(name, tokens);
        ImageTokens read = new VisionFeatureFiles(_folder.Path, "tower").Read(name, torch.CPU);

        Assert.True(read.Tokens.eq(tokens.Tokens).all().item<bool>());
        Assert.True(read.ClassTokens!.eq(tokens.ClassTokens).all().item<bool>());
        Assert.Equal((2, 4, 32, 64), (read.Rows, read.Columns, read.ImageHeight, read.ImageWidth));
    }

    [Fact]
    public void Features_are_found_by_content_whatever_the_pictures_are_called()
    {
        VisionFeatureFiles files = new(_folder.Path, "tower");

        Assert.Equal(files.Name(Frame("a"), false), files.Name(Frame("b"), false));
        Assert.NotEqual(files.Name(Frame("a"), false), files.Name(Frame("a"), true));
        Assert.NotEqual(files.Name(Frame("a"), false), files.Name(Frame("c", changed: true), false));
        Assert.NotEqual(files.Name(Frame("a"), false), new VisionFeatureFiles(_folder.Path, "other").Name(Frame("a"), false));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-5)]
    public void A_damaged_file_counts_as_absent(int position)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        VisionFeatureFiles files = new(_folder.Path, "tower");
        string name = files.Name(Frame("a"), false);
        files.Write(name, new ImageTokens(torch.randn(1, 6, 8, 4), 2, 4, 32, 64));
        string path = Assert.Single(Directory.GetFiles(_folder.Path, "*.safetensors", SearchOption.AllDirectories));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[position < 0 ? bytes.Length + position : position] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.False(new VisionFeatureFiles(_folder.Path, "tower").Has(name));
    }

    [Fact]
    public void A_picture_that_is_not_there_is_named()
    {
        SurroundFrame frame = new FakeDataset(1)[0].Frame;

        var e = Assert.Throws<InvalidInputException>(() => new VisionFeatureFiles(_folder.Path, "tower").Name(frame, false));

        Assert.Equal(frame.Cameras[0].ImagePath, e.File);
    }

    [Fact]
    public void Another_weight_of_the_tower_gives_another_fingerprint()
    {
        using LinearMapModel model = new(FakeRun.ModelOptions, 1);
        string before = TowerFingerprint.Compute(model);
        using (torch.NewDisposeScope())
        using (torch.no_grad())
        {
            model.Frozen[0].Tensor.fill_(1.5f);
        }

        Assert.NotEqual(before, TowerFingerprint.Compute(model));
        Assert.Equal(64, before.Length);
    }

    [Fact]
    public async Task Losses_are_the_same_with_files_and_without_and_a_second_run_reads_no_picture()
    {
        FakeRun without = Run();
        FakeRun first = Run();
        FakeRun second = Run();
        TrainingOptions Cached(TrainingOptions o, string run) => o with { OutputDirectory = _folder[run], VisionCacheDirectory = _folder["cache"] };

        await without.TrainAsync();
        await first.TrainAsync(o => Cached(o, "first"));
        await second.TrainAsync(o => Cached(o, "second"));

        Assert.Equal(without.Observer.Steps.Select(s => s.Loss), first.Observer.Steps.Select(s => s.Loss));
        Assert.Equal(without.Observer.Steps.Select(s => s.Loss), second.Observer.Steps.Select(s => s.Loss));
        Assert.Contains(first.Loader.Loaded, item => item.NeedsImages);
        Assert.DoesNotContain(second.Loader.Loaded.Take(22), item => item.NeedsImages);
    }

    private FakeRun Run() => new(_folder["run"])
    {
        Options = TrainingPresets.Get("tiny") with { OutputDirectory = _folder["run"], Epochs = 2, BatchSize = 2, VisionCacheMegabytes = 0, ComputeThreads = 1 },
        TrainingData = new FakeDataset(11, name: "train") { PictureFolder = _folder["pictures"] }.WithPictures(),
        ValidationData = new FakeDataset(0, name: "val"),
    };

    private SurroundFrame Frame(string name, bool changed = false)
    {
        Directory.CreateDirectory(_folder[name]);
        SurroundFrame frame = (new FakeDataset(1) { PictureFolder = _folder[name] })[0].Frame;
        foreach (CameraFrame camera in frame.Cameras)
        {
            File.WriteAllText(camera.ImagePath, camera.Camera.Channel + (changed ? "!" : ""));
        }

        return frame;
    }
}
