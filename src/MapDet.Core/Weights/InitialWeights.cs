using MapDet.Core.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Weights;

/// <summary>
/// Makes the parameters of a module: drawn from a generator, so that equal seeds give equal weights whatever else draws numbers in the process, or left
/// unset in the type and on the device where a checkpoint is to fill them. What is made belongs to no dispose scope.
/// </summary>
public sealed class InitialWeights : IDisposable
{
    private readonly Generator? _generator;
    private readonly bool _isGeneratorOwned;

    private InitialWeights(Generator? generator, bool isGeneratorOwned, ScalarType type, Device device)
    {
        _generator = generator;
        _isGeneratorOwned = isGeneratorOwned;
        Type = type;
        Device = device;
    }

    /// <summary>The type of the parameters.</summary>
    public ScalarType Type { get; }

    /// <summary>Where the parameters are.</summary>
    public Device Device { get; }

    /// <summary>True if a checkpoint is to fill the parameters.</summary>
    public bool AreUnset => _generator is null;

    /// <summary>Parameters that are drawn, float32 on the CPU.</summary>
    /// <param name="seed">Decides them.</param>
    public static InitialWeights FromSeed(long seed) => new(new Generator().manual_seed(seed), isGeneratorOwned: true, ScalarType.Float32, CPU);

    /// <summary>Parameters of any value: memory that is not touched before a checkpoint fills it.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="device">Where they are; null: the CPU.</param>
    public static InitialWeights Unset(ScalarType type = ScalarType.Float32, Device? device = null) => new(null, isGeneratorOwned: false, type, device ?? CPU);

    /// <summary>The same parameters, drawn from the same generator, in another type.</summary>
    /// <param name="type">Their type.</param>
    /// <returns>Not to be used any longer than this object.</returns>
    public InitialWeights As(ScalarType type) => new(_generator, isGeneratorOwned: false, type, Device);

    /// <summary>A parameter with the values of a tensor, which must not be used any more.</summary>
    public static Parameter Parameter(Tensor values)
    {
        Parameter parameter = new(values.DetachFromDisposeScope());
        _ = parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>A linear layer as PyTorch draws one (uniform within 1/sqrt(fan_in)); its bias starts at zero.</summary>
    public Linear Linear(int inputs, int outputs, bool bias = true, double gain = 1) =>
        nn.Linear(Uniform(gain / Math.Sqrt(inputs), outputs, inputs), bias ? Constant(0, outputs) : null);

    /// <summary>A linear layer without bias, normally distributed.</summary>
    public Linear NormalLinear(int inputs, int outputs, double std) => nn.Linear(Normal(std, outputs, inputs));

    /// <summary>A linear layer that starts as a constant.</summary>
    public Linear ConstantLinear(int inputs, int outputs, double bias = 0) => nn.Linear(Constant(0, outputs, inputs), Constant(bias, outputs));

    /// <summary>A layer norm over the last axis.</summary>
    public LayerNorm LayerNorm(int width, double eps = 1e-5) => nn.LayerNorm(width, eps, device: Device, dtype: Type);

    /// <summary>A normally distributed parameter with mean 0.</summary>
    public Parameter Normal(double std, params long[] shape) => Draw(shape, (values, generator) => values.normal_(0, std, generator));

    /// <summary>A parameter that is uniformly distributed around 0.</summary>
    public Parameter Uniform(double bound, params long[] shape) => Draw(shape, (values, generator) => values.uniform_(-bound, bound, generator));

    /// <summary>A parameter of one value.</summary>
    public Parameter Constant(double value, params long[] shape) =>
        Parameter(_generator is null ? Empty(shape, Type) : TensorArithmetic.Filled(shape, value, Type, Device));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isGeneratorOwned)
        {
            _generator?.Dispose();
        }
    }

    // The scope takes the second handle that an operation in place gives, so that the memory goes with the parameter.
    private Parameter Draw(long[] shape, Func<Tensor, Generator, Tensor> draw)
    {
        using DisposeScope scope = NewDisposeScope();
        return Parameter(_generator is null ? Empty(shape, Type) : draw(Empty(shape, ScalarType.Float32), _generator).to_type(Type));
    }

    private Tensor Empty(long[] shape, ScalarType type) => empty(shape, dtype: type, device: Device);
}
