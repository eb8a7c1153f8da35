using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Imaging;
using TorchSharp;

namespace MapDet.Training.Tests.Fakes;

/// <summary>Makes pictures out of nothing: noise with a brightness that follows from the sample, so that something can be learnt from it.</summary>
internal sealed class FakeBatchLoader(int height = FakeRig.Height, int width = FakeRig.Width) : IMapBatchLoader
{
    public List<BatchItem> Loaded { get; } = [];

    /// <summary>The number of a sample whose pictures are NaN; -1 for none.</summary>
    public int BrokenSample { get; init; } = -1;

    public async IAsyncEnumerable<MapBatch> LoadAsync(
        IMapDataset dataset,
        IEnumerable<IReadOnlyList<BatchItem>> batches,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (IReadOnlyList<BatchItem> items in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            Loaded.AddRange(items);
            yield return Create(dataset, items);
        }
    }

    private MapBatch Create(IMapDataset dataset, IReadOnlyList<BatchItem> items)
    {
        ImmutableArray<MapSample> samples = [.. items.Select(i => i.IsMirrored ? RigMirror.Mirror(dataset[i.Index]) : dataset[i.Index])];
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor[] pictures = [.. items.Where(i => i.NeedsImages).Select(item => Picture(item, Number(dataset[item.Index])))];
        torch.Tensor images = pictures.Length > 0 ? torch.stack(pictures) : torch.empty([0, CameraChannels.All.Length, 3, height, width]);
        torch.Tensor projections = torch.tensor(
            samples.SelectMany(s => s.Frame.Cameras).SelectMany(c => c.Camera.Resize(width, height).ProjectionMatrix()).Select(v => (float)v).ToArray(),
            [items.Count, CameraChannels.All.Length, 3, 4]);
        return new MapBatch(samples, images.DetachFromDisposeScope(), projections.DetachFromDisposeScope(), [.. items]);
    }

    // A sample looks the same wherever it stands in a data set.
    private static int Number(MapSample sample) => int.Parse(sample.Token.Split('-')[^1], CultureInfo.InvariantCulture);

    private torch.Tensor Picture(BatchItem item, int number)
    {
        using torch.Generator generator = new torch.Generator().manual_seed((2 * number) + (item.IsMirrored ? 1 : 0));
        if (number == BrokenSample)
        {
            return torch.full([CameraChannels.All.Length, 3, height, width], float.NaN);
        }

        float brightness = ((number % 7) / 3f) - 1;
        return (0.3 * torch.randn([CameraChannels.All.Length, 3, height, width], generator: generator)) + (item.IsMirrored ? -brightness : brightness);
    }
}
