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
    /// <param name="flip">True to swap left and right, for a mirrored rig.</param>
    /// <param name="destination">[3, H, W], row by row; all of it is written.</param>
    /// <exception cref="InvalidInputException">The picture is missing, damaged or of another aspect ratio than stated.</exception>
    public void Load(CameraFrame camera, string sampleToken, bool flip, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(camera);
        using DecodedImage image = DecodedImage.Read(camera.ImagePath, sampleToken, camera.Camera.Channel);
        CheckSize(image, camera, sampleToken);
        if (image.Width == Options.Width && image.Height == Options.Height)
        {
            int cut = Options.CropTop * Options.Width * BicubicResampler.BytesPerPixel;
            _normalization.Apply(image.Pixels[cut..], Options.Width, flip, destination);
            return;
        }

        BicubicResampler resampler = _resamplers.GetOrAdd(
            (image.Width, image.Height),
            static (size, options) => new BicubicResampler(size.Width, size.Height, options.Width, options.Height, options.CropTop),
            Options);
        int length = resampler.Width * resampler.Height * BicubicResampler.BytesPerPixel;
        byte[] pixels = ArrayPool<byte>.Shared.Rent(length);
        resampler.Resize(image.Pixels, pixels.AsSpan(0, length));
        _normalization.Apply(pixels.AsSpan(0, length), Options.Width, flip, destination);
        ArrayPool<byte>.Shared.Return(pixels);
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
