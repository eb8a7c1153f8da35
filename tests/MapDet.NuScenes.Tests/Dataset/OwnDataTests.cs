using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset;
using Microsoft.Extensions.DependencyInjection;

namespace MapDet.NuScenes.Tests.Dataset;

/// <summary>Frames and maps that are not those of nuScenes.</summary>
public sealed class OwnDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_split_file_is_all_that_own_data_needs()
    {
        using ServiceProvider services = Services(new OwnFrames(Frame("a"), Frame("b")));

        IMapDataset train = await services.GetRequiredService<IMapDatasetProvider>().OpenAsync(DatasetRole.Train);

        Assert.Equal(("night/rain", 2), (train.Name, train.Count));
        MapElement divider = Assert.Single(train[1].Elements);
        Assert.Equal(MapClass.Divider, divider.Class);
        Assert.Equal(new Point2(1, -30), divider.Points[0]);
        Assert.Equal($"my_data-night_rain-{train.GroundTruthHash[..12]}.arrow", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder["caches"]))));
    }

    [Fact]
    public async Task Without_a_split_file_the_message_asks_for_one()
    {
        MapDetException fault = await FaultOf(new OwnFrames(Frame("a")), options => options.SplitFile = null);

        Assert.Contains("my/data has no official splits", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_split_that_the_file_lacks_is_not_sought_among_the_official_ones()
    {
        MapDetException fault = await FaultOf(new OwnFrames(Frame("a")), options => options.TrainSplit = "train");

        Assert.Contains("no split 'train'", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("there are night/rain.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_samples_of_one_name_are_refused()
    {
        MapDetException fault = await FaultOf(new OwnFrames(Frame("a"), Frame("a")));

        Assert.Contains("two samples are called 'a'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.PositiveInfinity)]
    public async Task A_place_that_is_not_finite_is_refused(double x, double ground)
    {
        FrameRecord frame = Frame("a") with { LidarToWorld = RigidTransform.FromYaw(0, new Point3(x, 0, 0)), GroundHeight = ground };

        MapDetException fault = await FaultOf(new OwnFrames(frame));

        Assert.Contains("sample 'a': pose or ground height is not finite", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cameras_in_another_order_are_refused()
    {
        MapDetException fault = await FaultOf(new OwnFrames(Frame("a")) { Channels = [.. CameraChannels.All.Reverse()] });

        Assert.Contains("sample 'a': its cameras are CAM_BACK_RIGHT", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_stops_the_reading_of_a_map()
    {
        using CancellationTokenSource stop = new();
        using ServiceProvider services = Services(new OwnFrames(Frame("a")), new OwnMap(stop.Cancel));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            services.GetRequiredService<IMapDatasetProvider>().OpenAsync(DatasetRole.Train, stop.Token));
    }

    private async Task<MapDetException> FaultOf(OwnFrames frames, Action<DatasetOptions>? configure = null)
    {
        using ServiceProvider services = Services(frames, configure: configure);
        return await Assert.ThrowsAsync<MapDetException>(() => services.GetRequiredService<IMapDatasetProvider>().OpenAsync(DatasetRole.Train));
    }

    private ServiceProvider Services(OwnFrames frames, OwnMap? map = null, Action<DatasetOptions>? configure = null)
    {
        File.WriteAllText(_folder["splits.json"], """{"night/rain": ["drive"]}""");
        ServiceCollection services = new();
        services.AddSingleton<IFrameSource>(frames);
        services.AddSingleton<IMapSource>(map ?? new OwnMap(() => { }));
        services.AddMapData<OwnFrames, OwnMap>(options =>
        {
            (options.SplitFile, options.TrainSplit, options.CacheFolder) = (_folder["splits.json"], "night/rain", _folder["caches"]);
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }

    private static FrameRecord Frame(string name) => new(name, "drive", "here", 1, RigidTransform.FromYaw(0, new Point3(5, 0, 2)), 0);

    private sealed class OwnFrames(params FrameRecord[] frames) : IFrameSource
    {
        public ImmutableArray<string> Channels { get; init; } = CameraChannels.All;

        public string Version => "my/data";

        public ImmutableArray<FrameRecord> ReadFrames(CancellationToken cancellationToken = default) => [.. frames];

        public ImmutableArray<CameraFrame> Cameras(FrameRecord frame) => [.. Channels.Select(channel => new CameraFrame(
            new CameraModel(channel, new CameraIntrinsics(1, 1, 0, 0), RigidTransform.Identity, 16, 9), $"{channel}.jpg"))];
    }

    private sealed class OwnMap(Action onRead) : IMapSource
    {
        public bool Has(string location) => true;

        public VectorMap Map(string location, CancellationToken cancellationToken = default)
        {
            onRead();
            cancellationToken.ThrowIfCancellationRequested();
            return new VectorMap
            {
                Location = location,
                Version = "1",
                ContentHash = "one divider",
                LaneDividers = [new MapLine("d", [new Point2(6, -100), new Point2(6, 100)])],
            };
        }
    }
}
