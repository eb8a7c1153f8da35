using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Imaging;
using MapDet.Core.Tests.Fixtures;
using SkiaSharp;
using TorchSharp;

namespace MapDet.Core.Tests.Imaging;

/// <summary>
/// What the mirror augmentation must keep, from the picture file to the feature that a decoder samples. A transformer itself is not mirrored: of a
/// flipped picture it makes other tokens than flipped ones. What is equal is what it is given, and where its tokens are looked up.
/// </summary>
public sealed class MirroredFeaturesTests : IDisposable
{
    private static readonly MapDetOptions s_tiny = ModelPresets.Get(ModelPresets.Tiny);
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly torch.Generator _generator = new torch.Generator().manual_seed(5);

    [Fact]
    public async Task What_is_seen_at_a_place_is_seen_at_the_mirrored_place_of_the_mirrored_sample()
    {
        using MapBatch batch = await LoadAsync();
        torch.Tensor places = RigTensors.Places(1, 1000, _generator);

        (torch.Tensor plain, torch.Tensor visible) = Look(batch, 0, places);
        (torch.Tensor mirrored, torch.Tensor mirroredVisible) = Look(batch, 1, places * torch.tensor(new float[] { -1, 1 }));
        (torch.Tensor unmirrored, _) = Look(batch, 1, places);

        Assert.True(visible.sum().item<float>() > 500);
        Assert.True(visible.Equals(mirroredVisible));
        Assert.True((plain - mirrored).abs().max().item<float>() < 1e-2);
        Assert.True((plain - unmirrored).abs().mean().item<float>() > 0.1);
    }

    [Fact]
    public async Task The_vision_tower_makes_of_a_mirrored_sample_what_it_makes_of_the_flipped_pictures_of_the_other_side()
    {
        using MapBatch batch = await LoadAsync();
        using IMapModel model = new MapDetModelFactory().Create(s_tiny, seed: 7);
        torch.Tensor otherSide = torch.tensor(CameraChannels.Mirrored.Select(i => (long)i).ToArray());

        torch.Tensor mirrored = model.EncodeImages(batch.Images).Tokens[1];
        torch.Tensor plain = model.EncodeImages(batch.Images.flip(4)).Tokens[0];

        Assert.True((mirrored - plain.index_select(0, otherSide)).abs().max().item<float>() < 1e-5);
        Assert.True((mirrored - plain).abs().max().item<float>() > 0.1);
    }

    public void Dispose()
    {
        _generator.Dispose();
        _folder.Dispose();
        _scope.Dispose();
    }

    /// <summary>Looks up the pictures themselves, as a decoder looks up its feature maps: [1, M, 1, 3], and whether a camera sees the place.</summary>
    private static (torch.Tensor Colours, torch.Tensor Visible) Look(MapBatch batch, int sample, torch.Tensor places)
    {
        torch.Tensor stacked = batch.Images[sample].transpose(0, 1).flatten(1, 2).unsqueeze(0);
        CameraFeatureSampler sampler = new(stacked, batch.Projections.narrow(0, sample, 1), s_tiny.Images.OutputHeight, s_tiny.Images.Width);
        return sampler.Sample(places);
    }

    /// <summary>A sample, plain and mirrored, whose cameras stand unevenly and see something else each.</summary>
    private async Task<MapBatch> LoadAsync()
    {
        string[] pictures =
        [
            .. Enumerable.Range(0, 6).Select(camera => PictureFiles.Write(
                _folder.File($"{camera}.png"), 512, 288, (x, y) => new SKColor((byte)(x / 2), (byte)(y * 7 / 8), (byte)((40 * camera) + (x / 16))))),
        ];
        MapBatchLoader loader = new(new SurroundInputLoader(new ImageTensorLoader(s_tiny.Images)));
        await foreach (MapBatch batch in loader.LoadAsync(new OneSample(Rig.Sample("sample", pictures, 512, 288)), [[new(0), new(0, IsMirrored: true)]]))
        {
            return batch;
        }

        throw new InvalidOperationException("There was no batch.");
    }

    private sealed class OneSample(MapSample sample) : IMapDataset
    {
        public string Name => "test";

        public int Count => 1;

        public string GroundTruthHash => "hash";

        public MapSample this[int index] => sample;
    }
}
