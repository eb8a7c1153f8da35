using System.Buffers;
using System.Collections.Concurrent;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MapDet.Core.Imaging;

/// <summary>
/// Reads camera pictures as the network's input: decoded, resized without keeping the aspect ratio, cut at the top, normalised, channels
/// first. Safe for use from several threads at once.
/// </summary>
public sealed class ImageTensorLoader
{
    /// <summary>Colour channels of a picture.</summary>
    public const int Channels = 3;

    private readonly PixelNormalization _normalization;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<(int Width, int Height), BicubicResampler> _resamplers = new();
    private int _hasWarned;

    /// <summary>Creates a loader.</summary>
    /// <param name="options">Size and normalisation.</param>
    /// <param name="logger">Takes one warning if pictures have another size than stated.</param>
    /// <exception cref="MapDetException">No row is left after cutting.</exception>
    public ImageTensorLoader(ImageOptions options, ILogger<ImageTensorLoader>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.OutputHeight < 1)
        {
            throw new MapDetException($"Images.CropTop ({options.CropTop}) leaves no row of Images.Height ({options.Height}).");
        }

        Options = options;
        _normalization = new PixelNormalization(options);
        _logger = logger ?? NullLogger<ImageTensorLoader>.Instance;
    }

    /// <summary>Size and normalisation.</summary>
    public ImageOptions Options { get; }

    /// <summary>Numbers of one picture: 3 x H x W.</summary>
    public int ValuesPerImage => Channels * Options.OutputHeight * Options.Width;

    /// <summary>The camera for the network's input: its intrinsics follow the resizing and the cut, per axis.</summary>
    /// <param name="camera">For the size that the data set's tables state.</param>
    public CameraModel NetworkCamera(CameraModel camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        return camera.Resize(Options.Width, Options.Height).CropTop(Options.CropTop);
    }

    /// <summary>Reads one picture.</summary>
    /// <param name="camera">The file, and the size that its tables state.</param>
    /// <param name="sampleToken">The sample, for messages.</param>
    /// <param name="change">What is done with the picture.</param>
    /// <param name="destination">[3, H, W], row by row; all of it is written.</param>
    /// <exception cref="InvalidInputException">The picture is missing, damaged or of another aspect ratio than stated.</exception>
    public void Load(CameraFrame camera, string sampleToken, PictureChange change, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(camera);
        using DecodedImage image = DecodedImage.Read(camera.ImagePath, sampleToken, camera.Camera.Channel);
        CheckSize(image, camera, sampleToken);
        int length = Options.Width * Options.OutputHeight * BicubicResampler.BytesPerPixel;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> pixels = rented.AsSpan(0, length);
        Resize(image, pixels);
        change.Colors?.Apply(pixels);
        _normalization.Apply(pixels, Options.Width, change.IsFlipped, destination);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Brings a picture to the network's size.</summary>
    private void Resize(DecodedImage image, Span<byte> pixels)
    {
        if (image.Width == Options.Width && image.Height == Options.Height)
        {
            image.Pixels[(Options.CropTop * Options.Width * BicubicResampler.BytesPerPixel)..].CopyTo(pixels);
            return;
        }

        BicubicResampler resampler = _resamplers.GetOrAdd(
            (image.Width, image.Height),
            static (size, options) => new BicubicResampler(size.Width, size.Height, options.Width, options.Height, options.CropTop),
            Options);
        resampler.Resize(image.Pixels, pixels);
    }

    private void CheckSize(DecodedImage image, CameraFrame frame, string sampleToken)
    {
        CameraModel camera = frame.Camera;
        if (image.Width == camera.Width && image.Height == camera.Height)
        {
            return;
        }

        if (!HasAspectRatioOf(image, camera))
        {
            throw new InvalidInputException(
                frame.ImagePath,
                $"the picture is {image.Width} x {image.Height} pixels, which is not the aspect ratio of the {camera.Width} x {camera.Height} that its table states.",
                sampleToken,
                camera.Channel);
        }

        if (Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            ImagingLog.OtherSize(_logger, frame.ImagePath, image.Width, image.Height, camera.Width, camera.Height);
        }
    }

    // Sizes are whole numbers: a picture scaled by any factor may be off by up to one pixel in one direction.
    private static bool HasAspectRatioOf(DecodedImage image, CameraModel camera)
    {
        double height = (double)image.Width * camera.Height / camera.Width;
        double width = (double)image.Height * camera.Width / camera.Height;
        return Math.Abs(height - image.Height) < 1 || Math.Abs(width - image.Width) < 1;
    }
}
