using System.Runtime.InteropServices;
using MapDet.Core.Contracts;
using MapDet.Core.Imaging;
using TorchSharp;

namespace MapDet.Core.Batching;

/// <summary>Reads the pictures of several moments into one tensor, several pictures at once. Safe for use from several threads at once.</summary>
/// <param name="images">Reads a picture.</param>
public sealed class SurroundInputLoader(ImageTensorLoader images)
{
    /// <summary>Numbers of a projection matrix.</summary>
    private const int ProjectionSize = 12;

    /// <summary>Reads pictures and camera geometry.</summary>
    /// <param name="frames">B frames with equally many cameras C, at least one.</param>
    /// <param name="changes">For each frame what is done with its pictures; null: they are read as they are.</param>
    /// <param name="workers">Pictures that are read at the same time, at least 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>[M, C, 3, H, W] of the M frames whose pictures are needed, and [B, C, 3, 4] of all, tensors that the caller disposes and that belong to no dispose scope.</returns>
    /// <exception cref="InvalidInputException">A picture is missing, damaged or of another aspect ratio than stated.</exception>
    public async Task<SurroundInput> LoadAsync(
        IReadOnlyList<SurroundFrame> frames, IReadOnlyList<PictureChange>? changes, int workers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfZero(frames.Count, nameof(frames));
        int cameras = frames[0].Cameras.Length;
        if (frames.FirstOrDefault(f => f.Cameras.Length != cameras) is { } odd)
        {
            throw new MapDetException($"Sample {odd.SampleToken} has {odd.Cameras.Length} cameras, others of its batch have {cameras}.");
        }

        int[] places = Places(frames.Count, changes, out int pictured);
        SurroundInput input = Allocate(frames.Count, pictured, cameras);
        try
        {
            await Parallel.ForAsync(
                0,
                frames.Count * cameras,
                new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
                (i, _) =>
                {
                    int frame = i / cameras;
                    int camera = i % cameras;
                    WriteProjection(frames[frame].Cameras[camera], i, input);
                    if (places[frame] >= 0)
                    {
                        LoadPicture(frames[frame], camera, changes?[frame] ?? PictureChange.None, (places[frame] * cameras) + camera, input);
                    }

                    return ValueTask.CompletedTask;
                }).ConfigureAwait(false);
            return input;
        }
        catch
        {
            input.Images.Dispose();
            input.Projections.Dispose();
            throw;
        }
    }

    // Where a frame's pictures stand among those that are read, or -1.
    private static int[] Places(int frames, IReadOnlyList<PictureChange>? changes, out int count)
    {
        int[] places = new int[frames];
        count = 0;
        for (int frame = 0; frame < frames; frame++)
        {
            places[frame] = changes is null || changes[frame].IsNeeded ? count++ : -1;
        }

        return places;
    }

    private void LoadPicture(SurroundFrame frame, int camera, PictureChange change, int position, SurroundInput input)
    {
        Span<float> values = MemoryMarshal.Cast<byte, float>(input.Images.bytes);
        images.Load(frame.Cameras[camera], frame.SampleToken, change, values.Slice(position * images.ValuesPerImage, images.ValuesPerImage));
    }

    private void WriteProjection(CameraFrame picture, int position, SurroundInput input)
    {
        double[] matrix = images.NetworkCamera(picture.Camera).ProjectionMatrix();
        Span<float> projection = MemoryMarshal.Cast<byte, float>(input.Projections.bytes).Slice(position * ProjectionSize, ProjectionSize);
        for (int k = 0; k < ProjectionSize; k++)
        {
            projection[k] = (float)matrix[k];
        }
    }

    private SurroundInput Allocate(int frames, int pictured, int cameras)
    {
        torch.Tensor pictures = torch.empty(
            [pictured, cameras, ImageTensorLoader.Channels, images.Options.OutputHeight, images.Options.Width], torch.float32);
        torch.Tensor projections = torch.empty([frames, cameras, 3, 4], torch.float32);
        return new SurroundInput(pictures.DetachFromDisposeScope(), projections.DetachFromDisposeScope());
    }
}
