using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Geometry;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Detection;

public sealed class MapDetectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_detector_loaded_from_one_file_finds_elements_in_pictures()
    {
        string path = _folder.File("model.safetensors");
        using (IMapModel model = new MapDetModelFactory().Create(ModelPresets.Get("tiny")))
        {
            MapModelFile.Save(path, model, includeFrozen: true);
        }

        string picture = PictureFiles.Write(_folder.File("a.jpg"), 320, 180);
        using MapDetector detector = MapDetector.Load(path);

        IReadOnlyList<MapDetection> elements = await detector.DetectAsync(Rig.Frame("token", [picture], 320, 180));

        Assert.Equal(50, elements.Count);
        Assert.Equal(elements.Select(e => e.Score).OrderDescending(), elements.Select(e => e.Score));
        Assert.All(elements.SelectMany(e => e.Points), p => Assert.True(PerceptionRange.Default.Contains(p)));
    }

    [Fact]
    public async Task A_missing_picture_is_named()
    {
        using MapDetector detector = new MapDetector(new MapDetModelFactory().Create(ModelPresets.Get("tiny")));

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(
            () => detector.DetectAsync(Rig.Frame("token", [_folder.File("none.jpg")], 320, 180)));

        Assert.Contains("none.jpg", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
