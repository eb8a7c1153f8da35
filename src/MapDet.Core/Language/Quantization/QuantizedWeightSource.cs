using System.Collections.Immutable;
using MapDet.Core.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>
/// The weights of a checkpoint as a model keeps them: in place of each <c>weight</c> of a <see cref="QuantizedLinear"/> its codes and scales, which are
/// made when they are read. Only one weight is there in full at any time.
/// </summary>
internal sealed class QuantizedWeightSource : IWeightSource
{
    private const string WeightName = "weight";

    private readonly IWeightSource _source;
    private readonly Dictionary<string, QuantizedLinear> _layers;
    private readonly Dictionary<string, string> _weights;
    private (string Name, Tensor Codes, Tensor Scales)? _last;

    /// <summary>Wraps a checkpoint, which stays the caller's.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="model">The model to fill.</param>
    public QuantizedWeightSource(IWeightSource source, nn.Module model)
    {
        _source = source;
        _layers = model.named_modules().Where(m => m.module is QuantizedLinear)
            .ToDictionary(m => $"{m.name}.{WeightName}", m => (QuantizedLinear)m.module, StringComparer.Ordinal);
        _weights = _layers.Keys.Where(source.Contains).SelectMany(weight => Parts(weight).Select(part => (part, weight)))
            .ToDictionary(p => p.part, p => p.weight, StringComparer.Ordinal);
        Names = [.. source.Names.SelectMany(name => _layers.ContainsKey(name) ? Parts(name) : [name])];
    }

    /// <inheritdoc/>
    public string Path => _source.Path;

    /// <inheritdoc/>
    public ImmutableArray<string> Names { get; }

    /// <inheritdoc/>
    public bool Contains(string name) => _weights.ContainsKey(name) || (_source.Contains(name) && !_layers.ContainsKey(name));

    /// <inheritdoc/>
    /// <remarks>A weight that is not the layer's has its own shape, so that the difference is reported.</remarks>
    public WeightInfo Info(string name)
    {
        if (!_weights.TryGetValue(name, out string? weight))
        {
            return _source.Info(name);
        }

        QuantizedLinear layer = _layers[weight];
        WeightInfo found = _source.Info(weight);
        if (found.Shape is not [var outputs, var inputs] || outputs != layer.Outputs || inputs != layer.Inputs)
        {
            return found with { Name = name };
        }

        return IsCodes(name)
            ? new WeightInfo(name, layer.Format.CodeType, [outputs, layer.Format.CodesPerRow(inputs)])
            : new WeightInfo(name, ScalarType.Float32, [outputs, layer.Format.ScalesPerRow(inputs)]);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">A weight holds a number that is not finite.</exception>
    public Tensor Read(string name)
    {
        if (!_weights.TryGetValue(name, out string? weight))
        {
            return _source.Read(name);
        }

        // Codes and scales are read one after the other.
        if (_last?.Name != weight)
        {
            Forget();
            _last = Encode(weight);
        }

        return (IsCodes(name) ? _last!.Value.Codes : _last!.Value.Scales).alias();
    }

    /// <inheritdoc/>
    public Tensor? Map(string name) => _weights.ContainsKey(name) ? null : _source.Map(name);

    /// <summary>Drops what was read last.</summary>
    public void Dispose() => Forget();

    private static string[] Parts(string weight)
    {
        string layer = weight[..^WeightName.Length];
        return [layer + QuantizedLinear.CodesName, layer + QuantizedLinear.ScalesName];
    }

    private static bool IsCodes(string name) => name.EndsWith(QuantizedLinear.CodesName, StringComparison.Ordinal);

    private (string Name, Tensor Codes, Tensor Scales) Encode(string weight)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor codes, Tensor scales) = QuantizedWeight.Encode(_layers[weight].Format, _source.Read(weight));
        return scales.isfinite().all().item<bool>()
            ? (weight, codes.DetachFromDisposeScope(), scales.DetachFromDisposeScope())
            : throw new InvalidInputException(Path, "holds a number that is not finite", weight);
    }

    private void Forget()
    {
        _last?.Codes.Dispose();
        _last?.Scales.Dispose();
        _last = null;
    }
}
