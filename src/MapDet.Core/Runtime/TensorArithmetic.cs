using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Runtime;

/// <summary>Arithmetic with numbers that stay alive until the native code has read them. Results belong to the current dispose scope.</summary>
/// <remarks>
/// TorchSharp 0.107 turns every number in an expression into a <see cref="Scalar"/> with a finalizer and does not keep it alive during
/// the native call. This holds for <c>x + y</c> too, which passes a hidden factor of 1. A garbage collection at that moment frees the number
/// while native code reads it: the operation fails, or computes with whatever lies there by then. Measured: one to three such accidents in
/// a hundred collections. So operators and methods that take a number are replaced by these; <c>x - y</c>, <c>x * y</c> and
/// <c>x / y</c> of two tensors hold no number and are safe.
/// </remarks>
public static class TensorArithmetic
{
    /// <summary><c>left + right</c>.</summary>
    public static Tensor Plus(this Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        using Scalar factor = 1L.ToScalar();
        return left.add(right, factor);
    }

    /// <summary><c>left + factor * right</c>.</summary>
    public static Tensor PlusScaled(this Tensor left, Tensor right, double factor)
    {
        ArgumentNullException.ThrowIfNull(left);
        using Scalar scalar = factor.ToScalar();
        return left.add(right, scalar);
    }

    /// <summary><c>tensor + number</c>; whole numbers become floating-point ones.</summary>
    public static Tensor Plus(this Tensor tensor, double number)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Scalar scalar = number.ToScalar();
        using Scalar factor = 1L.ToScalar();
        return tensor.add(scalar, factor);
    }

    /// <summary><c>tensor - number</c>; whole numbers become floating-point ones.</summary>
    public static Tensor Minus(this Tensor tensor, double number) => tensor.Plus(-number);

    /// <summary><c>tensor * number</c>; whole numbers become floating-point ones.</summary>
    public static Tensor Times(this Tensor tensor, double number)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Scalar scalar = number.ToScalar();
        return tensor.mul(scalar);
    }

    /// <summary>Every element to the power of <paramref name="exponent"/>.</summary>
    public static Tensor Power(this Tensor tensor, double exponent)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Scalar scalar = exponent.ToScalar();
        return tensor.pow(scalar);
    }

    /// <summary><c>target += factor * addend</c>, in place.</summary>
    /// <returns><paramref name="target"/>.</returns>
    public static Tensor AddInPlace(this Tensor target, Tensor addend, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(target);
        using Scalar scalar = factor.ToScalar();
        return target.add_(addend, scalar);
    }

    /// <summary><c>target *= number</c>, in place.</summary>
    /// <returns><paramref name="target"/>.</returns>
    public static Tensor MultiplyInPlace(this Tensor target, double number)
    {
        ArgumentNullException.ThrowIfNull(target);
        using Scalar scalar = number.ToScalar();
        return target.mul_(scalar);
    }

    /// <summary><c>target += number</c>, in place.</summary>
    /// <returns><paramref name="target"/>.</returns>
    public static Tensor AddInPlace(this Tensor target, double number)
    {
        ArgumentNullException.ThrowIfNull(target);
        using Scalar scalar = number.ToScalar();
        using Scalar factor = 1L.ToScalar();
        return target.add_(scalar, factor);
    }

    /// <summary><c>target += factor * left * right</c>, element by element, in place.</summary>
    /// <returns><paramref name="target"/>.</returns>
    public static Tensor AddProductInPlace(this Tensor target, Tensor left, Tensor right, double factor)
    {
        ArgumentNullException.ThrowIfNull(target);
        using Scalar scalar = factor.ToScalar();
        return target.addcmul_(left, right, scalar);
    }

    /// <summary><c>target += factor * numerator / denominator</c>, element by element, in place.</summary>
    /// <returns><paramref name="target"/>.</returns>
    public static Tensor AddQuotientInPlace(this Tensor target, Tensor numerator, Tensor denominator, double factor)
    {
        ArgumentNullException.ThrowIfNull(target);
        using Scalar scalar = factor.ToScalar();
        return target.addcdiv_(numerator, denominator, scalar);
    }

    /// <summary><c>target /= number</c>, in place.</summary>
    /// <returns><paramref name="target"/>.</returns>
    public static Tensor DivideInPlace(this Tensor target, double number)
    {
        ArgumentNullException.ThrowIfNull(target);
        using Scalar scalar = number.ToScalar();
        return target.div_(scalar);
    }

    /// <summary>Every element no less than <paramref name="least"/> and no more than <paramref name="most"/>.</summary>
    public static Tensor Within(this Tensor tensor, double least, double most)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Scalar min = least.ToScalar();
        using Scalar max = most.ToScalar();
        return tensor.clamp(min, max);
    }

    /// <summary>Every element no less than <paramref name="least"/>.</summary>
    public static Tensor AtLeast(this Tensor tensor, double least)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Scalar min = least.ToScalar();
        return tensor.clamp_min(min);
    }

    /// <summary>Bool: where <c>tensor &gt; number</c>.</summary>
    public static Tensor IsAbove(this Tensor tensor, double number)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Scalar scalar = number.ToScalar();
        return tensor.gt(scalar);
    }

    /// <summary>Bool: where <c>tensor &gt;= number</c>.</summary>
    public static Tensor IsAtLeast(this Tensor tensor, double number)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Scalar scalar = number.ToScalar();
        return tensor.ge(scalar);
    }

    /// <summary>Bool: where <c>tensor &lt; number</c>.</summary>
    public static Tensor IsBelow(this Tensor tensor, double number)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Scalar scalar = number.ToScalar();
        return tensor.lt(scalar);
    }

    /// <summary>A copy with another value wherever the mask is true.</summary>
    public static Tensor FilledWhere(this Tensor tensor, Tensor mask, double value)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Scalar scalar = value.ToScalar();
        return tensor.masked_fill(mask, scalar);
    }

    /// <summary>A tensor of one value.</summary>
    public static Tensor Filled(ReadOnlySpan<long> shape, double value, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        using Scalar scalar = value.ToScalar();
        return full(shape, scalar, dtype, device);
    }

    /// <summary>0, 1, … <paramref name="count"/> - 1.</summary>
    public static Tensor Range(long count, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        using Scalar first = 0L.ToScalar();
        using Scalar last = count.ToScalar();
        using Scalar step = 1L.ToScalar();
        return arange(first, last, step, dtype, device);
    }
}
