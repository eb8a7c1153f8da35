using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Weights;

namespace MapDet.Training.Optimization;

/// <summary>AdamW for the three trained parts, each at its own rate, clipped by the norm of all.</summary>
internal sealed class Stage2Optimizer : IDisposable
{
    private const double ClipEpsilon = 1e-6;
    private readonly ImmutableArray<(TrainedPart Part, AdamW Optimizer)> _groups;

    /// <summary>Takes the groups' parameters over into flat buffers.</summary>
    /// <param name="groups">A group a part; groups without parameters are passed over.</param>
    /// <param name="weightDecay">AdamW's decay.</param>
    public Stage2Optimizer(IEnumerable<ParameterGroup> groups, double weightDecay)
    {
        _groups =
        [
            .. groups.Where(g => g.Parameters.Length > 0).Select(g => (g.Kind, new AdamW(new FlatParameters(g.Parameters), weightDecay))),
        ];
    }

    /// <summary>Updates made so far.</summary>
    public long Updates => _groups[0].Optimizer.Updates;

    /// <summary>What is trained, a group a part.</summary>
    public IEnumerable<FlatParameters> Parameters => _groups.Select(g => g.Optimizer.Parameters);

    /// <summary>Sets all gradients to 0, those put aside too.</summary>
    public void ZeroGradients()
    {
        foreach ((_, AdamW optimizer) in _groups)
        {
            optimizer.ZeroGradients();
        }
    }

    /// <summary>Puts the gradients of a micro-batch aside; see <see cref="AdamW.StashGradients"/>.</summary>
    public void StashGradients()
    {
        foreach ((_, AdamW optimizer) in _groups)
        {
            optimizer.StashGradients();
        }
    }

    /// <summary>Brings back what was put aside.</summary>
    public void RestoreGradients()
    {
        foreach ((_, AdamW optimizer) in _groups)
        {
            optimizer.RestoreGradients();
        }
    }

    /// <summary>The norm of each part's gradients.</summary>
    public GradientNorms MeasureGradients()
    {
        double Norm(TrainedPart part) => Math.Sqrt(_groups.Where(g => g.Part == part).Sum(g => Math.Pow(g.Optimizer.GradientNorm(), 2)));
        return new GradientNorms(Norm(TrainedPart.QFormer), Norm(TrainedPart.MapQueries), Norm(TrainedPart.MapDecoder));
    }

    /// <summary>Scales all gradients down to a norm, as PyTorch's <c>clip_grad_norm_</c>.</summary>
    /// <param name="norms">The present norms.</param>
    /// <param name="limit">The largest norm; 0: nothing is scaled.</param>
    public void ClipGradients(GradientNorms norms, double limit)
    {
        double factor = limit / (norms.Total + ClipEpsilon);
        if (limit > 0 && factor < 1)
        {
            ScaleGradients(factor);
        }
    }

    /// <summary>Multiplies all gradients.</summary>
    public void ScaleGradients(double factor)
    {
        foreach ((_, AdamW optimizer) in _groups)
        {
            optimizer.ScaleGradients(factor);
        }
    }

    /// <summary>Updates all parameters.</summary>
    public void Step(LearningRates rates)
    {
        foreach ((TrainedPart part, AdamW optimizer) in _groups)
        {
            optimizer.Step(rates[part]);
        }
    }

    /// <summary>The first parameter whose gradient is not finite, with its part; null where all are finite.</summary>
    public string? FirstNonFiniteGradient() =>
        _groups
            .Select(g => (g.Part, Name: g.Optimizer.FirstNonFiniteGradient()))
            .Where(g => g.Name is not null)
            .Select(g => $"{g.Name} ({g.Part})")
            .FirstOrDefault();

    /// <summary>The moments by name. Views of the current dispose scope.</summary>
    public IEnumerable<NamedParameter> State() => _groups.SelectMany(g => g.Optimizer.State());

    /// <summary>Goes on from saved moments.</summary>
    public void Load(SafetensorsFile file, long updates)
    {
        foreach ((_, AdamW optimizer) in _groups)
        {
            optimizer.Load(file, updates);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, AdamW optimizer) in _groups)
        {
            optimizer.Dispose();
        }
    }
}
