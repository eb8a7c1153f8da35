using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Training.Optimization;

/// <summary>AdamW on flat vectors, operation by operation as PyTorch's <c>torch.optim.AdamW</c> (betas 0.9 and 0.999, epsilon 1e-8).</summary>
/// <remarks>Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization.</remarks>
internal sealed class AdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private const string FirstMoment = "exp_avg.";
    private const string SecondMoment = "exp_avg_sq.";
    private readonly double _weightDecay;
    private readonly torch.Tensor _firstMoment;
    private readonly torch.Tensor _secondMoment;
    private readonly torch.Tensor _firstMomentWeight;
    private torch.Tensor? _stash;

    /// <summary>Creates the optimiser; both moments begin at 0.</summary>
    /// <param name="parameters">What to train; the optimiser owns it.</param>
    /// <param name="weightDecay">Decay.</param>
    public AdamW(FlatParameters parameters, double weightDecay)
    {
        Parameters = parameters;
        _weightDecay = weightDecay;
        _firstMoment = torch.zeros_like(parameters.Values).DetachFromDisposeScope();
        _secondMoment = torch.zeros_like(parameters.Values).DetachFromDisposeScope();
        _firstMomentWeight = torch.tensor((float)(1 - Beta1), device: parameters.Values.device).DetachFromDisposeScope();
    }

    /// <summary>What is trained.</summary>
    public FlatParameters Parameters { get; }

    /// <summary>Updates made so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Sets all gradients to 0, those put aside too.</summary>
    public void ZeroGradients()
    {
        // Some operations in place give a second handle to the tensor: without a scope it stays until the finaliser comes.
        using DisposeScope scope = torch.NewDisposeScope();
        Parameters.Gradients.zero_();
        _stash?.zero_();
    }

    /// <summary>The Euclidean norm of all gradients.</summary>
    public double GradientNorm()
    {
        using torch.Tensor norm = Parameters.Gradients.norm();
        return norm.item<float>();
    }

    /// <summary>Multiplies all gradients.</summary>
    public void ScaleGradients(double factor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Parameters.Gradients.MultiplyInPlace(factor);
    }

    /// <summary>Adds the gradients to a second buffer and sets them to 0.</summary>
    public void StashGradients()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _stash ??= torch.zeros_like(Parameters.Gradients).DetachFromDisposeScope();
        _stash.AddInPlace(Parameters.Gradients);
        Parameters.Gradients.zero_();
    }

    /// <summary>Brings the stashed gradients back in place of the present ones and empties the stash.</summary>
    public void RestoreGradients()
    {
        if (_stash is not null)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Parameters.Gradients.copy_(_stash);
            _stash.zero_();
        }
    }

    /// <summary>Updates the parameters by their gradients.</summary>
    /// <param name="rate">Learning rate.</param>
    public void Step(double rate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        Updates++;
        torch.Tensor gradients = Parameters.Gradients;
        Parameters.Values.MultiplyInPlace(1 - (rate * _weightDecay));
        _firstMoment.lerp_(gradients, _firstMomentWeight);
        _secondMoment.MultiplyInPlace(Beta2).AddProductInPlace(gradients, gradients, 1 - Beta2);
        double correction1 = 1 - Math.Pow(Beta1, Updates);
        double correction2 = 1 - Math.Pow(Beta2, Updates);
        torch.Tensor denominator = _secondMoment.sqrt().DivideInPlace(Math.Sqrt(correction2)).AddInPlace(Epsilon);
        Parameters.Values.AddQuotientInPlace(_firstMoment, denominator, -rate / correction1);
    }

    /// <summary>The name of the first parameter whose gradient is not finite, or null.</summary>
    public string? FirstNonFiniteGradient()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return Parameters.View(Parameters.Gradients).FirstOrDefault(g => !g.Tensor.isfinite().all().item<bool>())?.Name;
    }

    /// <summary>Both moments under the parameters' names. Views of the current dispose scope.</summary>
    public IEnumerable<NamedParameter> State() =>
    [
        .. Parameters.View(_firstMoment).Select(m => m with { Name = FirstMoment + m.Name }),
        .. Parameters.View(_secondMoment).Select(m => m with { Name = SecondMoment + m.Name }),
    ];

    /// <summary>Goes on from saved moments.</summary>
    /// <param name="file">Holds what <see cref="State"/> gave; may hold more.</param>
    /// <param name="updates">Updates made by then.</param>
    /// <exception cref="Core.InvalidInputException">A moment is missing or of another shape; nothing was changed then.</exception>
    public void Load(SafetensorsFile file, long updates)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        WeightLoader.Load(file, State(), mayBeLeftOver: _ => true);
        Updates = updates;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _firstMoment.Dispose();
        _secondMoment.Dispose();
        _firstMomentWeight.Dispose();
        _stash?.Dispose();
        Parameters.Dispose();
    }
}
