using System.Globalization;
using MapDet.Core;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Stage2.Inspection;

/// <summary>A table of the tensors of a file with their ranges.</summary>
internal static class WeightTable
{
    /// <summary>Writes the table; reads every number on the way.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or holds what is no number.</exception>
    public static void Write(IWeightSource source, TextWriter output, CancellationToken cancellationToken)
    {
        long total = 0;
        int broken = 0;
        foreach (string name in source.Names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using torch.Tensor tensor = source.Read(name);
            total += tensor.numel();
            (string range, bool isFinite) = Range(tensor);
            broken += isFinite ? 0 : 1;
            output.WriteLine($"  {ShortText.Of(name),-64} {tensor.dtype,-9} [{string.Join(", ", tensor.shape)}] {range}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{total:N0} numbers in all"));
        if (broken > 0)
        {
            throw new InvalidInputException(source.Path, $"{broken} tensors hold NaN or infinity; they are marked above");
        }
    }

    private static (string Range, bool IsFinite) Range(torch.Tensor tensor)
    {
        if (tensor.numel() == 0 || !tensor.is_floating_point())
        {
            return ("", true);
        }

        using torch.Tensor numbers = tensor.to(torch.float32);
        using torch.Tensor finite = numbers.isfinite().all();
        if (!finite.item<bool>())
        {
            return ("NOT FINITE", false);
        }

        using torch.Tensor least = numbers.min();
        using torch.Tensor greatest = numbers.max();
        return (string.Create(CultureInfo.InvariantCulture, $"{least.item<float>():g4} to {greatest.item<float>():g4}"), true);
    }
}
