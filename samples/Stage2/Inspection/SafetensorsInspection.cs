using MapDet.Core;
using MapDet.Core.Weights;

namespace MapDet.Stage2.Inspection;

/// <summary>What is in a safetensors file.</summary>
internal static class SafetensorsInspection
{
    /// <summary>True for what is to be read as a safetensors file.</summary>
    public static bool Recognizes(string path) => path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes metadata and a table of all tensors.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or holds what is no number.</exception>
    public static void Describe(string path, TextWriter output, CancellationToken cancellationToken)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        output.WriteLine($"{path}: safetensors, {file.Names.Length} tensors");
        foreach ((string key, string value) in file.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"  {ShortText.Of(key)}: {ShortText.Of(value)}");
        }

        WeightTable.Write(file, output, cancellationToken);
    }
}
