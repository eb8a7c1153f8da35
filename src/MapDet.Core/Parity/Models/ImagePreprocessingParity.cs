using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core.Imaging;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>Resizing, cutting and normalising of pictures as CLIP's and BLIP's image processors do it.</summary>
public sealed class ImagePreprocessingParity() : ModelParity("image_preprocess")
{
    private const int Channels = 3;

    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken)
    {
        PixelNormalization normalization = new(new ImageOptions { Mean = Numbers(fixture, "image_mean"), Std = Numbers(fixture, "image_std") });
        ModelConfiguration cases = fixture.Config.Section("cases");
        foreach (string name in cases.Root.EnumerateObject().Select(c => c.Name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ParityResult result in RunCase(fixture, name, cases.Section(name), normalization))
            {
                yield return result;
            }
        }
    }

    private static IEnumerable<ParityResult> RunCase(ModelFixture fixture, string name, ModelConfiguration processing, PixelNormalization normalization)
    {
        torch.Tensor picture = fixture.File.Bytes($"io.{name.Split('.')[0]}.input.image", -1, -1, Channels);
        (int sourceHeight, int sourceWidth) = ((int)picture.shape[0], (int)picture.shape[1]);
        (int height, int width) = TargetSize(processing, sourceHeight, sourceWidth);
        byte[] resized = new byte[height * width * BicubicResampler.BytesPerPixel];
        new BicubicResampler(sourceWidth, sourceHeight, width, height).Resize(WithFourthByte(picture), resized);
        torch.Tensor pixels = torch.tensor(resized, [height, width, BicubicResampler.BytesPerPixel]);
        torch.Tensor cut = CutCentre(processing, pixels);
        (int cutHeight, int cutWidth) = ((int)cut.shape[0], (int)cut.shape[1]);
        float[] values = new float[Channels * cutHeight * cutWidth];
        normalization.Apply(cut.contiguous().data<byte>().ToArray(), cutWidth, flip: false, values);
        return
        [
            .. fixture.Compare($"io.{name}.output.uint8", cut.narrow(2, 0, Channels)),
            .. fixture.Compare($"io.{name}.output.pixel_values", torch.tensor(values, [Channels, cutHeight, cutWidth])),
        ];
    }

    /// <summary>Either a size, or the length of the shorter side, the longer one being truncated.</summary>
    private static (int Height, int Width) TargetSize(ModelConfiguration processing, int height, int width)
    {
        ModelConfiguration size = processing.Section("size");
        if (!size.Has("shortest_edge"))
        {
            return (size.WholeNumber("height"), size.WholeNumber("width"));
        }

        int shorter = size.WholeNumber("shortest_edge");
        return height <= width ? (shorter, (int)((long)shorter * width / height)) : ((int)((long)shorter * height / width), shorter);
    }

    private static torch.Tensor CutCentre(ModelConfiguration processing, torch.Tensor pixels)
    {
        if (!processing.Has("crop_size"))
        {
            return pixels;
        }

        ModelConfiguration size = processing.Section("crop_size");
        (int height, int width) = (size.WholeNumber("height"), size.WholeNumber("width"));
        return pixels.narrow(0, (pixels.shape[0] - height) / 2, height).narrow(1, (pixels.shape[1] - width) / 2, width);
    }

    private static byte[] WithFourthByte(torch.Tensor picture) =>
        [.. picture.data<byte>().ToArray().Chunk(Channels).SelectMany(pixel => new byte[] { pixel[0], pixel[1], pixel[2], byte.MaxValue })];

    private static ImmutableArray<double> Numbers(ModelFixture fixture, string name) =>
        fixture.Config.Setting(name) is { ValueKind: JsonValueKind.Array } values
            && values.GetArrayLength() == Channels
            && values.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number)
            ? [.. values.EnumerateArray().Select(v => v.GetDouble())]
            : throw fixture.Config.Bad($"is no list of {Channels} numbers", name);
}
