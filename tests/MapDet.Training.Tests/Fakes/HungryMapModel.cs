using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using TorchSharp;

namespace MapDet.Training.Tests.Fakes;

/// <summary>A model that asks the tensor library for more than any machine has when it is given more samples than it can digest.</summary>
internal sealed class HungryMapModel(IMapModel inner, Func<int, int> capacity) : IMapModel
{
    private const long MoreThanThereIs = 1L << 52;
    private int _calls;

    public MapDetOptions Options => inner.Options;

    public ImmutableArray<ParameterGroup> TrainedGroups => inner.TrainedGroups;

    public ImmutableArray<NamedParameter> Frozen => inner.Frozen;

    public ImageTokens EncodeImages(torch.Tensor images) => inner.EncodeImages(images);

    public MapPredictions Forward(ImageTokens images, torch.Tensor projections)
    {
        if (projections.shape[0] > capacity(_calls++))
        {
            torch.empty(MoreThanThereIs).Dispose();
        }

        return inner.Forward(images, projections);
    }

    public void MoveTo(torch.Device device) => inner.MoveTo(device);

    public void SetTraining(bool isTraining) => inner.SetTraining(isTraining);

    public void Dispose() => inner.Dispose();
}
