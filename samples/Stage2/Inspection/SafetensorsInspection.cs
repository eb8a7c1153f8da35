using System.Globalization;
using MapDet.Core;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Stage2.Inspection;

/// <summary>What is in a safetensors file.</summary>
internal static class SafetensorsInspection
{
    /// <summary>True for what is to be read as a safetensors file.</summary>
    public static bool Recognizes(string path) => path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a table of all tensors with their ranges; reads every number on the way.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or holds what is no number.</exception>
    public static void Describe(string path, TextWriter output, CancellationToken cancellationToken)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        output.WriteLine($"{path}: safetensors, {file.Names.Length} tensors");
        foreach ((string key, string value) in file.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"  {key}: {(value.Length <= 200 ? value : $"{value[..200]}… ({value.Length} characters)")}");
        }

        long total = 0;
        int broken = 0;
        foreach (string name in file.Names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using torch.Tensor tensor = file.Read(name);
            total += tensor.numel();
            (string range, bool isFinite) = Range(tensor);
            broken += isFinite ? 0 : 1;
            output.WriteLine($"  {name,-64} {tensor.dtype,-9} [{string.Join(", ", tensor.shape)}] {range}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{total:N0} numbers in all"));
        if (broken > 0)
        {
            throw new InvalidInputException(path, $"{broken} tensors hold NaN or infinity; they are marked above");
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
