using SkiaSharp;

namespace MapDet.Core.Imaging;

/// <summary>The pixels of a picture file: red, green, blue, alpha, a byte each, row by row without padding.</summary>
internal sealed class DecodedImage : IDisposable
{
    private readonly SKBitmap _bitmap;

    private DecodedImage(SKBitmap bitmap)
    {
        _bitmap = bitmap;
    }

    public int Width => _bitmap.Width;

    public int Height => _bitmap.Height;

    public ReadOnlySpan<byte> Pixels => _bitmap.GetPixelSpan();

    /// <summary>Decodes a JPEG or PNG file; its colour profile and orientation tag are not applied.</summary>
    /// <remarks>The decoder reports a JPEG that ends too early, but fills gaps in its middle without a word, as others do.</remarks>
    /// <exception cref="InvalidInputException">The file is missing, no picture, or cut short.</exception>
    public static DecodedImage Read(string path, string sampleToken, string channel)
    {
        using SKData? data = OpenData(path, sampleToken, channel);
        using SKCodec codec = SKCodec.Create(data)
            ?? throw new InvalidInputException(path, "is no JPEG or PNG picture.", sampleToken, channel);
        SKImageInfo info = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if (codec.Info.AlphaType == SKAlphaType.Opaque)
        {
            info = info.WithAlphaType(SKAlphaType.Opaque);
        }

        SKBitmap bitmap = new(info);
        SKCodecResult result = codec.GetPixels(info, bitmap.GetPixels());
        if (result == SKCodecResult.Success)
        {
            return new DecodedImage(bitmap);
        }

        bitmap.Dispose();
        throw new InvalidInputException(path, $"is damaged or cut short and can't be decoded ({result}).", sampleToken, channel);
    }

    public void Dispose() => _bitmap.Dispose();

    private static SKData OpenData(string path, string sampleToken, string channel)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException(path, "the picture does not exist.", sampleToken, channel);
        }

        return SKData.Create(path) ?? throw new InvalidInputException(path, "the picture can't be opened or is empty.", sampleToken, channel);
    }
}
