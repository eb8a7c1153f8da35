using MapDet.Core.Contracts;

namespace MapDet.Training.Tests.Fakes;

internal sealed class FakeDatasetProvider(IMapDataset training, IMapDataset validation) : IMapDatasetProvider
{
    public Task<IMapDataset> OpenAsync(DatasetRole role, CancellationToken cancellationToken = default) =>
        Task.FromResult(role == DatasetRole.Train ? training : validation);
}
