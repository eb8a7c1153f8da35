using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Imaging;
using MapDet.Core.Tests.Fixtures;
using SkiaSharp;
using TorchSharp;

namespace MapDet.Core.Tests.Batching;

[Collection(TensorCountingTests.Name)]
public sealed class MapBatchLoaderTests : IDisposable
{
    private static readonly ImageOptions s_options = new() { Width = 16, Height = 16, CropTop = 4 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Batches_arrive_in_the_order_given()
    {
        FolderDataset dataset = Dataset(12);
        IReadOnlyList<BatchItem>[] batches = [.. Enumerable.Range(0, 20).Select(i => new BatchItem[] { new(i * 5 % 12), new(i * 7 % 12) })];
        List<string> tokens = [];

        await foreach (MapBatch batch in Loader().LoadAsync(dataset, batches))
        {
            using MapBatch owned = batch;
            tokens.AddRange(owned.Samples.Select(s => s.Token));
            Assert.Equal([2, 6, 3, 12, 16], owned.Images.shape);
            Assert.Equal([2, 6, 3, 4], owned.Projections.shape);
        }

        Assert.Equal(batches.SelectMany(b => b).Select(item => dataset[item.Index].Token), tokens);
    }

    [Fact]
    public async Task Pictures_and_projections_are_those_of_their_camera()
    {
        FolderDataset dataset = Dataset(2);
        ImageTensorLoader images = new(s_options);
        float[] expected = new float[images.ValuesPerImage];
        images.Load(dataset[1].Frame.Cameras[3], "", PictureChange.None, expected);

        using MapBatch batch = await First(dataset, [new(0), new(1)]);

        Assert.Equal(expected, batch.Images[1, 3].data<float>().ToArray());
        Assert.Equal(
            images.NetworkCamera(dataset[1].Frame.Cameras[3].Camera).ProjectionMatrix().Select(v => (float)v),
            batch.Projections[1, 3].contiguous().data<float>().ToArray());
    }

    [Fact]
    public async Task A_mirrored_item_has_flipped_pictures_of_the_other_side_and_mirrored_ground_truth()
    {
        FolderDataset dataset = Dataset(1);

        using MapBatch batch = await First(dataset, [new(0), new(0, IsMirrored: true)]);

        using torch.Tensor expected = batch.Images[0, 2].flip(2);
        using torch.Tensor actual = batch.Images[1, 1].clone();
        Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());
        Assert.Equal(new Point2(-3, -10), batch.Samples[1].Elements[0].Points[0]);
        Point2 pixel = Project(batch.Projections[0, 2], new Point3(-8, 20, 0));
        Point2 mirrored = Project(batch.Projections[1, 1], new Point3(8, 20, 0));
        Assert.Equal(16 - pixel.X, mirrored.X, 1e-3);
        Assert.Equal(pixel.Y, mirrored.Y, 1e-3);
    }

    [Fact]
    public async Task A_damaged_picture_surfaces_after_the_batches_before_it()
    {
        FolderDataset dataset = Dataset(3);
        await File.WriteAllTextAsync(dataset[2].Frame.Cameras[4].ImagePath, "damaged");
        int seen = 0;

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(async () =>
        {
            await foreach (MapBatch batch in Loader().LoadAsync(dataset, [[new(0)], [new(1)], [new(2)], [new(0)]]))
            {
                batch.Dispose();
                seen++;
            }
        });

        Assert.Equal(2, seen);
        Assert.Equal((dataset[2].Token, "CAM_BACK_LEFT"), (e.Record, e.Field));
    }

    [Fact]
    public async Task Leaving_early_disposes_what_was_loaded_ahead()
    {
        CountingDataset dataset = new(Dataset(4));
        long living = torch.Tensor.TotalCount;
        IAsyncEnumerator<MapBatch> batches = Loader()
            .LoadAsync(dataset, Enumerable.Range(0, 1000).Select(i => (IReadOnlyList<BatchItem>)[new BatchItem(i % 4)])).GetAsyncEnumerator();
        await batches.MoveNextAsync();
        Assert.True(torch.Tensor.TotalCount > living);
        batches.Current.Dispose();

        await batches.DisposeAsync();

        int loaded = dataset.Reads;
        await Task.Delay(50);
        Assert.Equal(loaded, dataset.Reads);
        Assert.InRange(loaded, 1, 8);
        Assert.Equal(living, torch.Tensor.TotalCount);
    }

    [Fact]
    public async Task Cancelling_ends_the_loading_with_a_cancellation()
    {
        using CancellationTokenSource cancellation = new();
        FolderDataset dataset = Dataset(2);
        long living = torch.Tensor.TotalCount;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (MapBatch batch in Loader().LoadAsync(dataset, Endless(), cancellation.Token))
            {
                batch.Dispose();
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(living, torch.Tensor.TotalCount);
    }

    private static IEnumerable<IReadOnlyList<BatchItem>> Endless()
    {
        while (true)
        {
            yield return [new BatchItem(0)];
        }
    }

    private static MapBatchLoader Loader() =>
        new(new SurroundInputLoader(new ImageTensorLoader(s_options)), new BatchLoaderOptions { Workers = 3, Prefetch = 2 });

    private static async Task<MapBatch> First(IMapDataset dataset, IReadOnlyList<BatchItem> items)
    {
        await foreach (MapBatch batch in Loader().LoadAsync(dataset, [items]))
        {
            return batch;
        }

        throw new InvalidOperationException("There was no batch.");
    }

    private static Point2 Project(torch.Tensor matrix, Point3 point)
    {
        float[] m = matrix.contiguous().data<float>().ToArray();
        double Row(int row) => (m[row * 4] * point.X) + (m[(row * 4) + 1] * point.Y) + (m[(row * 4) + 2] * point.Z) + m[(row * 4) + 3];
        return new Point2(Row(0) / Row(2), Row(1) / Row(2));
    }

    private FolderDataset Dataset(int count)
    {
        List<MapSample> samples = [];
        for (int i = 0; i < count; i++)
        {
            int sample = i;
            string[] pictures =
            [
                .. Enumerable.Range(0, 6).Select(camera => PictureFiles.Write(
                    _folder.File($"{sample}-{camera}.png"), 32, 32, (x, y) => new SKColor((byte)(x * 8), (byte)(y * 8), (byte)((sample * 20) + camera)))),
            ];
            samples.Add(Rig.Sample($"sample-{i}", pictures, 32, 32, Rig.Element(MapClass.Divider, new Point2(3, -10), new Point2(3, 10))));
        }

        return new FolderDataset(samples);
    }

    private sealed class FolderDataset(List<MapSample> samples) : IMapDataset
    {
        public string Name => "test";

        public int Count => samples.Count;

        public string GroundTruthHash => "hash";

        public MapSample this[int index] => samples[index];
    }

    private sealed class CountingDataset(IMapDataset inner) : IMapDataset
    {
        private int _reads;

        public int Reads => _reads;

        public string Name => inner.Name;

        public int Count => inner.Count;

        public string GroundTruthHash => inner.GroundTruthHash;

        public MapSample this[int index]
        {
            get
            {
                Interlocked.Increment(ref _reads);
                return inner[index];
            }
        }
    }
}
