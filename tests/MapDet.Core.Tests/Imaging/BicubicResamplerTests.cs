using MapDet.Core.Imaging;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Imaging;

public sealed class BicubicResamplerTests
{
    [Theory]
    [InlineData("blip", "a", "blip_224", 224, 224, 224)]
    [InlineData("blip", "a", "blip_56", 56, 56, 56)]
    [InlineData("blip", "b", "blip_56", 56, 56, 56)]
    [InlineData("clip", "a", "clip_336", 597, 336, 336)]
    [InlineData("clip", "a", "clip_56", 99, 56, 56)]
    [InlineData("clip", "b", "clip_56", 56, 94, 56)]
    public void Resizing_gives_the_bytes_of_Pillow(string processor, string image, string name, int width, int height, int crop)
    {
        using GoldenTensors golden = new("models", $"image_preprocess_{processor}.safetensors");
        byte[] source = Widen(golden.Bytes($"io.{image}.input.image"));
        long[] size = golden.Shape($"io.{image}.input.image");
        BicubicResampler resampler = new((int)size[1], (int)size[0], width, height);
        byte[] resized = new byte[width * height * 4];

        resampler.Resize(source, resized);

        Assert.Equal(golden.Bytes($"io.{image}.{name}.output.uint8"), CropCentre(resized, width, height, crop));
    }

    [Theory]
    [InlineData("blip", "a", "blip_224")]
    [InlineData("clip", "b", "clip_56")]
    public void Normalising_gives_the_reference_values(string processor, string image, string name)
    {
        using GoldenTensors golden = new("models", $"image_preprocess_{processor}.safetensors");
        byte[] pixels = Widen(golden.Bytes($"io.{image}.{name}.output.uint8"));
        int width = (int)golden.Shape($"io.{image}.{name}.output.uint8")[1];
        float[] values = new float[pixels.Length / 4 * 3];

        new PixelNormalization(new ImageOptions()).Apply(pixels, width, flip: false, values);

        float[] expected = golden.Floats($"io.{image}.{name}.output.pixel_values");
        Assert.True(expected.Zip(values).Max(pair => Math.Abs(pair.First - pair.Second)) <= 5e-6f);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void A_PNG_file_is_decoded_to_its_pixels(string image)
    {
        using GoldenTensors golden = new("models", "image_preprocess_blip.safetensors");

        using DecodedImage decoded = DecodedImage.Read(GoldenTensors.PathOf("models", $"image_preprocess_{image}.png"), "sample", "CAM_FRONT");

        Assert.Equal(Widen(golden.Bytes($"io.{image}.input.image")), decoded.Pixels.ToArray());
    }

    [Theory]
    [InlineData(64, 36, 24, 20)]
    [InlineData(64, 36, 64, 20)]
    [InlineData(64, 36, 24, 36)]
    [InlineData(64, 36, 64, 36)]
    [InlineData(64, 36, 160, 90)]
    public void Cutting_rows_leaves_the_others_as_they_are(int sourceWidth, int sourceHeight, int width, int height)
    {
        byte[] source = new byte[sourceWidth * sourceHeight * 4];
        new Random(3).NextBytes(source);
        byte[] whole = new byte[width * height * 4];
        byte[] cut = new byte[width * (height - 7) * 4];

        new BicubicResampler(sourceWidth, sourceHeight, width, height).Resize(source, whole);
        new BicubicResampler(sourceWidth, sourceHeight, width, height, cropTop: 7).Resize(source, cut);

        Assert.Equal(whole[(width * 7 * 4)..], cut);
    }

    private static byte[] Widen(byte[] rgb) => [.. rgb.Chunk(3).SelectMany(p => new byte[] { p[0], p[1], p[2], 255 })];

    private static byte[] CropCentre(byte[] pixels, int width, int height, int size)
    {
        int left = (width - size) / 2;
        int top = (height - size) / 2;
        return
        [
            .. Enumerable.Range(top, size).SelectMany(y => Enumerable.Range(left, size).SelectMany(x =>
                pixels[(((y * width) + x) * 4)..((((y * width) + x) * 4) + 3)])),
        ];
    }
}
