using MapDet.Core.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Weights;

/// <summary>
/// Makes parameters from a generator of the caller's, so that equal seeds give equal weights whatever else draws numbers in the
/// process. What is made belongs to no dispose scope.
/// </summary>
internal static class InitialWeights
{
    /// <summary>A linear layer as PyTorch draws one (uniform within 1/sqrt(fan_in)); its bias starts at zero.</summary>
    public static Linear Linear(int inputs, int outputs, Generator generator, bool bias = true, double gain = 1)
    {
        double bound = gain / Math.Sqrt(inputs);
        Tensor weight = empty([outputs, inputs]).uniform_(-bound, bound, generator);
        return nn.Linear(Parameter(weight), bias ? Constant(0, outputs) : null);
    }

    /// <summary>A linear layer without bias, normally distributed.</summary>
    public static Linear NormalLinear(int inputs, int outputs, double std, Generator generator) => nn.Linear(Normal(std, generator, outputs, inputs));

    /// <summary>A linear layer that starts as a constant.</summary>
    public static Linear ConstantLinear(int inputs, int outputs, double bias = 0) => nn.Linear(Constant(0, outputs, inputs), Constant(bias, outputs));

    /// <summary>A normally distributed parameter with mean 0.</summary>
    public static Parameter Normal(double std, Generator generator, params long[] shape) => Parameter(empty(shape).normal_(0, std, generator));

    /// <summary>A parameter of one value.</summary>
    public static Parameter Constant(double value, params long[] shape) => Parameter(TensorArithmetic.Filled(shape, value));

    /// <summary>A parameter with the values of a tensor, which must not be used any more.</summary>
    public static Parameter Parameter(Tensor values)
    {
        Parameter parameter = new(values.DetachFromDisposeScope());
        _ = parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>Switches the gradients of all parameters of a module off.</summary>
    public static void Freeze(nn.Module module)
    {
        foreach (Parameter parameter in module.parameters())
        {
            parameter.requires_grad = false;
        }
    }
}
