using MapDet.Core;
using MapDet.Core.Weights;

namespace MapDet.Stage2.Inspection;

/// <summary>What is in a PyTorch file. Nothing in it is run.</summary>
internal static class PyTorchInspection
{
    private const int MostValues = 50;

    /// <summary>Writes what is no tensor, then a table of all tensors.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, refers to what no weights need, or holds what is no number.</exception>
    public static void Describe(string path, TextWriter output, CancellationToken cancellationToken)
    {
        using PyTorchFile file = PyTorchFile.Open(path);
        output.WriteLine($"{path}: PyTorch, {file.Names.Length} tensors");
        foreach ((string name, string value) in file.Values.Take(MostValues))
        {
            output.WriteLine($"  {ShortText.Of(name)}: {ShortText.Of(value)}");
        }

        if (file.Values.Length > MostValues)
        {
            output.WriteLine($"  … and {file.Values.Length - MostValues} more values");
        }

        WeightTable.Write(file, output, cancellationToken);
    }
}
