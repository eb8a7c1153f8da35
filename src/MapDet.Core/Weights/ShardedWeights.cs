using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>The tensors of several files, as one.</summary>
internal sealed class ShardedWeights : IWeightSource
{
    private readonly ImmutableArray<IWeightSource> _shards;
    private readonly Dictionary<string, IWeightSource> _byName = new(StringComparer.Ordinal);

    /// <summary>Puts files together, which it then owns.</summary>
    /// <param name="path">The folder or index, for messages.</param>
    /// <param name="shards">The files.</param>
    /// <exception cref="InvalidInputException">Two files hold a tensor of the same name.</exception>
    public ShardedWeights(string path, IEnumerable<IWeightSource> shards)
    {
        Path = path;
        _shards = [.. shards];
        foreach (IWeightSource shard in _shards)
        {
            foreach (string name in shard.Names)
            {
                if (!_byName.TryAdd(name, shard))
                {
                    throw new InvalidInputException(shard.Path, $"the tensor stands in {_byName[name].Path} as well", name);
                }
            }
        }

        Names = [.. _shards.SelectMany(shard => shard.Names)];
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> Names { get; }

    /// <inheritdoc/>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The file of a tensor.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public IWeightSource Shard(string name) => _byName.TryGetValue(name, out IWeightSource? shard)
        ? shard
        : throw new InvalidInputException(Path, "there is no such tensor", name);

    /// <inheritdoc/>
    public WeightInfo Info(string name) => Shard(name).Info(name);

    /// <inheritdoc/>
    public torch.Tensor Read(string name) => Shard(name).Read(name);

    /// <inheritdoc/>
    public torch.Tensor? Map(string name) => Shard(name).Map(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IWeightSource shard in _shards)
        {
            shard.Dispose();
        }
    }
}
