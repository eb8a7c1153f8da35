using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MapDet.NuScenes.Tests.Dataset;

public sealed class GroundTruthDatasetProviderTests
{
    [Fact]
    public async Task Caches_are_made_where_they_are_absent_and_used_again()
    {
        using TemporaryFolder folder = new();
        string[] before = Entries(GoldenFiles.DataRoot);

        string first = await OpenTrainAsync(folder["caches"]);
        string[] made = Directory.GetFiles(folder["caches"]);
        DateTime written = File.GetLastWriteTimeUtc(made[0]);
        string second = await OpenTrainAsync(folder["caches"]);

        Assert.Equal(first, second);
        Assert.Equal($"v1.0-mini-mini_train-{first[..12]}.arrow", Path.GetFileName(Assert.Single(made)));
        Assert.Equal(written, File.GetLastWriteTimeUtc(made[0]));
        Assert.Equal(before, Entries(GoldenFiles.DataRoot));
    }

    [Fact]
    public async Task Roles_select_their_splits()
    {
        using TemporaryFolder folder = new();
        using ServiceProvider services = Services(options => options.CacheFolder = folder.Path);
        IMapDatasetProvider provider = services.GetRequiredService<IMapDatasetProvider>();

        IMapDataset train = await provider.OpenAsync(DatasetRole.Train);
        IMapDataset validation = await provider.OpenAsync(DatasetRole.Validation);

        Assert.Equal(("mini_train", 12), (train.Name, train.Count));
        Assert.Equal(("mini_val", 4), (validation.Name, validation.Count));
        Assert.Equal("scene-0103", validation[0].SceneName);
    }

    [Fact]
    public async Task A_damaged_cache_of_the_cache_folder_is_made_again()
    {
        using TemporaryFolder folder = new();
        string hash = await OpenTrainAsync(folder.Path);
        string path = Directory.GetFiles(folder.Path).Single();
        await File.WriteAllTextAsync(path, "damaged");

        Assert.Equal(hash, await OpenTrainAsync(folder.Path));
    }

    [Fact]
    public async Task A_given_cache_of_another_split_is_refused()
    {
        using TemporaryFolder folder = new();
        await OpenTrainAsync(folder.Path);
        string path = Directory.GetFiles(folder.Path).Single();
        using ServiceProvider services = Services(options => options.ValidationCache = path);

        InvalidInputException exception = await Assert.ThrowsAsync<InvalidInputException>(() =>
            services.GetRequiredService<IMapDatasetProvider>().OpenAsync(DatasetRole.Validation));

        Assert.Equal((path, "split"), (exception.File, exception.Field));
    }

    [Fact]
    public async Task A_given_cache_that_is_absent_is_made_at_its_place()
    {
        using TemporaryFolder folder = new();
        using ServiceProvider services = Services(options => options.TrainCache = folder["train.arrow"]);

        IMapDataset train = await services.GetRequiredService<IMapDatasetProvider>().OpenAsync(DatasetRole.Train);

        Assert.Equal(12, train.Count);
        Assert.True(File.Exists(folder["train.arrow"]));
    }

    [Fact]
    public void Options_are_validated_with_messages_that_name_the_setting()
    {
        ServiceCollection services = new();
        services.AddNuScenes(options => (options.Version, options.PointCount) = ("v2", 1));
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() =>
            provider.GetRequiredService<IOptions<NuScenesOptions>>().Value);

        Assert.Contains("DataRoot", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Version", exception.Message, StringComparison.Ordinal);
        Assert.Contains("PointCount", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_provider_may_take_the_place_of_this_one()
    {
        ServiceCollection services = new();
        services.AddSingleton<IMapDatasetProvider, NoData>();
        services.AddNuScenes();
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.IsType<NoData>(provider.GetRequiredService<IMapDatasetProvider>());
    }

    private static async Task<string> OpenTrainAsync(string cacheFolder)
    {
        using ServiceProvider services = Services(options => options.CacheFolder = cacheFolder);
        IMapDataset dataset = await services.GetRequiredService<IMapDatasetProvider>().OpenAsync(DatasetRole.Train);
        return dataset.GroundTruthHash;
    }

    private static ServiceProvider Services(Action<NuScenesOptions> configure)
    {
        ServiceCollection services = new();
        services.AddNuScenes(options =>
        {
            (options.DataRoot, options.Version) = (GoldenFiles.DataRoot, NuScenesVersions.Mini);
            configure(options);
        });
        return services.BuildServiceProvider();
    }

    private static string[] Entries(string folder) => [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order()];

    private sealed class NoData : IMapDatasetProvider
    {
        public Task<IMapDataset> OpenAsync(DatasetRole role, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
