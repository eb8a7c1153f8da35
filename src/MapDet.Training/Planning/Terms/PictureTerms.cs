using MapDet.Core.Contracts;
using MapDet.Core.Imaging;

namespace MapDet.Training.Planning.Terms;

/// <summary>Pictures between disk and vision tower.</summary>
internal static class PictureTerms
{
    private const int BytesOfPixel = 4;

    public static IEnumerable<MemoryTerm> Of(PlanRequest request)
    {
        ImageOptions images = request.Model.Images;
        long batch = (long)request.Training.BatchSize * CameraChannels.All.Length * ImageTensorLoader.Channels * images.OutputHeight * images.Width * sizeof(float);
        if (request.IsOnGpu)
        {
            yield return new MemoryTerm(MemoryKind.Pictures, "pictures of the batch", batch);
            yield break;
        }

        // Those of the step, those that wait, and those that are being loaded.
        int batches = request.Training.AccumulationSteps + request.Prefetch + 1;
        yield return new MemoryTerm(MemoryKind.Pictures, "batches in flight", batches * batch);

        // A decoded picture and its resized form, in each worker; more workers than processors take turns.
        long decoded = (long)request.PictureWidth * request.PictureHeight * BytesOfPixel;
        long resized = (long)images.OutputHeight * images.Width * BytesOfPixel;
        int workers = (int)Math.Min(Math.Min(request.Workers, request.Processors), (long)request.Training.BatchSize * CameraChannels.All.Length);
        yield return new MemoryTerm(MemoryKind.Pictures, "pictures being decoded", workers * (decoded + resized));
    }
}
