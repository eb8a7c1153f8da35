using System.Collections.Immutable;
using MapDet.Core.Detection;
using MapDet.Core.Detection.Pretrained;

namespace MapDet.Core.Contracts;

/// <summary>The whole network as a training loop sees it.</summary>
public interface IMapModel : IDisposable
{
    /// <summary>What it was built from.</summary>
    MapDetOptions Options { get; }

    /// <summary>What is trained, a group a part; the tensors require gradients.</summary>
    ImmutableArray<ParameterGroup> TrainedGroups { get; }

    /// <summary>Everything else, parameters and buffers; no tensor requires gradients.</summary>
    ImmutableArray<NamedParameter> Frozen { get; }

    /// <summary>The parts that were read from checkpoints; files of the model name them instead of holding them, where they are frozen.</summary>
    ImmutableArray<PretrainedPart> Pretrained => [];

    /// <summary>The modules that are never trained, which have to be in evaluation mode always; empty where a model has none or does not say.</summary>
    ImmutableArray<TorchSharp.torch.nn.Module> FrozenModules => [];

    /// <summary>The vision tower alone, without gradients.</summary>
    /// <param name="images">[B, C, 3, H, W] float32, normalised.</param>
    ImageTokens EncodeImages(TorchSharp.torch.Tensor images);

    /// <summary>Everything behind the vision tower.</summary>
    /// <param name="images">The tower's tokens.</param>
    /// <param name="projections">[B, C, 3, 4] float32, homogeneous map coordinates in metres to homogeneous pixels.</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    MapPredictions Forward(ImageTokens images, TorchSharp.torch.Tensor projections);

    /// <summary>Moves everything to a device, which all later inputs have to be on.</summary>
    /// <remarks>
    /// Parameters may be replaced: <see cref="TrainedGroups"/> and <see cref="Frozen"/> give the moved tensors afterwards, and those that
    /// they gave before must not be used any more. So a model is moved before an optimiser is built for it, and while nothing computes with it.
    /// </remarks>
    /// <param name="device">The device.</param>
    /// <exception cref="MapDetException">The device can't be used here; the model stays where it was.</exception>
    void MoveTo(TorchSharp.torch.Device device);

    /// <summary>Switches dropout of the trained parts on or off; frozen parts always stay in evaluation mode.</summary>
    void SetTraining(bool isTraining);
}
