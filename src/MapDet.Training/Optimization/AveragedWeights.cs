using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Training.Optimization;

/// <summary>
/// An exponential moving average of what is trained, which often scores better than the weights of the last step: after each update
/// <c>average = d * average + (1 - d) * weights</c> with <c>d = min(decay, (1 + n) / (10 + n))</c> after n updates, so that the random beginning is soon
/// forgotten.
/// </summary>
internal sealed class AveragedWeights : IDisposable
{
    private readonly double _decay;
    private readonly ImmutableArray<(FlatParameters Parameters, torch.Tensor Average)> _groups;

    /// <summary>Begins with the present weights.</summary>
    /// <param name="parameters">What is averaged; stays its owner's.</param>
    /// <param name="decay">Between 0 and 1, below 1.</param>
    public AveragedWeights(IEnumerable<FlatParameters> parameters, double decay)
    {
        _decay = decay;
        _groups = [.. parameters.Select(p => (p, p.Values.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Takes in the present weights.</summary>
    /// <param name="updates">Updates made so far.</param>
    public void Update(long updates)
    {
        double decay = Math.Min(_decay, (1.0 + updates) / (10.0 + updates));
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        foreach ((FlatParameters parameters, torch.Tensor average) in _groups)
        {
            average.MultiplyInPlace(decay).AddInPlace(parameters.Values, 1 - decay);
        }
    }

    /// <summary>Puts the averages in the place of the weights until the returned object is disposed.</summary>
    public IDisposable Apply()
    {
        Swap();
        return new Return(this);
    }

    /// <summary>The averages under the parameters' names. Views of the current dispose scope.</summary>
    public IEnumerable<NamedParameter> State() => _groups.SelectMany(g => g.Parameters.View(g.Average));

    /// <summary>Goes on from saved averages.</summary>
    /// <param name="file">Holds what <see cref="State"/> gave; may hold more.</param>
    /// <exception cref="Core.InvalidInputException">An average is missing or of another shape; nothing was changed then.</exception>
    public void Load(SafetensorsFile file)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        WeightLoader.Load(file, State(), mayBeLeftOver: _ => true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, torch.Tensor average) in _groups)
        {
            average.Dispose();
        }
    }

    private void Swap()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        foreach ((FlatParameters parameters, torch.Tensor average) in _groups)
        {
            torch.Tensor weights = parameters.Values.clone();
            parameters.Values.copy_(average);
            average.copy_(weights);
        }
    }

    /// <summary>Puts the weights back.</summary>
    private sealed class Return(AveragedWeights averages) : IDisposable
    {
        private bool _isDone;

        public void Dispose()
        {
            if (!_isDone)
            {
                _isDone = true;
                averages.Swap();
            }
        }
    }
}
