using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core.Imaging;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>Resizing, cutting and normalising of pictures as CLIP's and BLIP's image processors do it.</summary>
public sealed class ImagePreprocessingParity() : ModelParity("image_preprocess")
{
    private const int Channels = 3;

    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken)
    {
        PixelNormalization normalization = new(new ImageOptions { Mean = Numbers(fixture, "image_mean"), Std = Numbers(fixture, "image_std") });
        foreach (JsonProperty processing in fixture.Setting("cases").EnumerateObject())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ParityResult result in RunCase(fixture, processing, normalization))
            {
                yield return result;
            }
        }
    }

    private static IEnumerable<ParityResult> RunCase(ModelFixture fixture, JsonProperty processing, PixelNormalization normalization)
    {
        torch.Tensor picture = fixture.File.Bytes($"io.{processing.Name.Split('.')[0]}.input.image", -1, -1, Channels);
        (int sourceHeight, int sourceWidth) = ((int)picture.shape[0], (int)picture.shape[1]);
        (int height, int width) = TargetSize(fixture, processing.Value, sourceHeight, sourceWidth);
        byte[] resized = new byte[height * width * BicubicResampler.BytesPerPixel];
        new BicubicResampler(sourceWidth, sourceHeight, width, height).Resize(WithFourthByte(picture), resized);
        torch.Tensor pixels = torch.tensor(resized, [height, width, BicubicResampler.BytesPerPixel]);
        torch.Tensor cut = CutCentre(fixture, processing.Value, pixels);
        (int cutHeight, int cutWidth) = ((int)cut.shape[0], (int)cut.shape[1]);
        float[] values = new float[Channels * cutHeight * cutWidth];
        normalization.Apply(cut.contiguous().data<byte>().ToArray(), cutWidth, flip: false, values);
        return
        [
            .. fixture.Compare($"io.{processing.Name}.output.uint8", cut.narrow(2, 0, Channels)),
            .. fixture.Compare($"io.{processing.Name}.output.pixel_values", torch.tensor(values, [Channels, cutHeight, cutWidth])),
        ];
    }

    /// <summary>Either a size, or the length of the shorter side, the longer one being truncated.</summary>
    private static (int Height, int Width) TargetSize(ModelFixture fixture, JsonElement processing, int height, int width)
    {
        JsonElement size = fixture.Setting("size", processing);
        if (!size.TryGetProperty("shortest_edge", out _))
        {
            return (fixture.Int("height", size), fixture.Int("width", size));
        }

        int shorter = fixture.Int("shortest_edge", size);
        return height <= width ? (shorter, (int)((long)shorter * width / height)) : ((int)((long)shorter * height / width), shorter);
    }

    private static torch.Tensor CutCentre(ModelFixture fixture, JsonElement processing, torch.Tensor pixels)
    {
        if (!processing.TryGetProperty("crop_size", out JsonElement size))
        {
            return pixels;
        }

        (int height, int width) = (fixture.Int("height", size), fixture.Int("width", size));
        return pixels.narrow(0, (pixels.shape[0] - height) / 2, height).narrow(1, (pixels.shape[1] - width) / 2, width);
    }

    private static byte[] WithFourthByte(torch.Tensor picture) =>
        [.. picture.data<byte>().ToArray().Chunk(Channels).SelectMany(pixel => new byte[] { pixel[0], pixel[1], pixel[2], byte.MaxValue })];

    private static ImmutableArray<double> Numbers(ModelFixture fixture, string name) =>
        fixture.Setting(name) is { ValueKind: JsonValueKind.Array } values
            && values.GetArrayLength() == Channels
            && values.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number)
            ? [.. values.EnumerateArray().Select(v => v.GetDouble())]
            : throw new InvalidInputException(fixture.File.Path, $"is no list of {Channels} numbers", "config", name);
}
