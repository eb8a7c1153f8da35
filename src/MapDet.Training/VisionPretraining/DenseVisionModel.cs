using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;

namespace MapDet.Training.VisionPretraining;

/// <summary>A vision tower with a linear head that says for each cell of each token which classes pass through it. Owns the tower.</summary>
internal sealed class DenseVisionModel : IDisposable
{
    private readonly IVisionEncoder _tower;
    private readonly torch.nn.Module _towerModule;
    private Parameter _weight;
    private Parameter _bias;
    private readonly int _cellsPerToken;

    /// <summary>Puts a head on a tower.</summary>
    /// <param name="tower">A TorchSharp module.</param>
    /// <param name="width">Width of its tokens.</param>
    /// <param name="cellsPerToken">Cells along an edge of a patch.</param>
    /// <param name="initialBias">What the logits start from.</param>
    /// <param name="weights">Makes the head's weights.</param>
    public DenseVisionModel(IVisionEncoder tower, int width, int cellsPerToken, double initialBias, InitialWeights weights)
    {
        _tower = tower;
        _towerModule = tower as torch.nn.Module
            ?? throw new ArgumentException($"{tower.GetType().Name} is no TorchSharp module.", nameof(tower));
        _cellsPerToken = cellsPerToken;
        int outputs = MapClasses.Count * cellsPerToken * cellsPerToken;
        using DisposeScope scope = torch.NewDisposeScope();
        _weight = weights.Normal(1 / Math.Sqrt(width), outputs, width);
        _bias = new Parameter(TensorArithmetic.Filled([outputs], initialBias).DetachFromDisposeScope());
    }

    /// <summary>Where it computes.</summary>
    public torch.Device Device => _weight.device;

    /// <summary>Everything that is trained.</summary>
    public ImmutableArray<NamedParameter> Parameters =>
    [
        .. TowerParameters,
        new NamedParameter("head.weight", _weight),
        new NamedParameter("head.bias", _bias),
    ];

    /// <summary>The tower's parameters and buffers under the names that they have in a model.</summary>
    public IEnumerable<NamedParameter> TowerState =>
        TowerParameters.Concat(_towerModule.named_buffers(include_nonpersistent: false).Select(b => new NamedParameter(Prefix + b.name, b.buffer)));

    private const string Prefix = "vision_model.";

    private IEnumerable<NamedParameter> TowerParameters =>
        _towerModule.named_parameters().Select(p => new NamedParameter(Prefix + p.name, p.parameter));

    /// <summary>Moves tower and head to a device that is there. Parameters are replaced.</summary>
    public void MoveTo(torch.Device device)
    {
        _towerModule.to(device);
        _weight = Moved(_weight, device);
        _bias = Moved(_bias, device);
    }

    private static Parameter Moved(Parameter parameter, torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using (parameter)
        {
            return new Parameter(parameter.detach().to(device, copy: true).DetachFromDisposeScope());
        }
    }

    /// <summary>Switches dropout, where the tower has any.</summary>
    public void SetTraining(bool isTraining) => _towerModule.train(isTraining);

    /// <summary>The logits of all cells.</summary>
    /// <param name="images">[B, C, 3, H, W].</param>
    /// <returns>[B, C, 3, H / cell, W / cell], of the current dispose scope.</returns>
    public torch.Tensor Forward(torch.Tensor images)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ImageTokens tokens = _tower.Encode(images);
        torch.Tensor logits = torch.nn.functional.linear(tokens.Tokens, _weight, _bias);
        long batch = logits.shape[0];
        long cameras = logits.shape[1];
        return logits
            .view(batch, cameras, tokens.Rows, tokens.Columns, MapClasses.Count, _cellsPerToken, _cellsPerToken)
            .permute(0, 1, 4, 2, 5, 3, 6)
            .reshape(batch, cameras, MapClasses.Count, tokens.Rows * _cellsPerToken, tokens.Columns * _cellsPerToken)
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
        _towerModule.Dispose();
    }
}
