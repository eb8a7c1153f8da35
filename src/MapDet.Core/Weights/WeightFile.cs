namespace MapDet.Core.Weights;

/// <summary>Opens a file of weights by its name.</summary>
public static class WeightFile
{
    private const string IndexEnding = ".index.json";
    private static readonly string[] s_pyTorchEndings = [".bin", ".pth", ".pt"];

    /// <summary>Opens a file; tensors are read one by one.</summary>
    /// <param name="path">A safetensors file, a PyTorch file (<c>.bin</c>, <c>.pth</c>, <c>.pt</c>), or an index of several.</param>
    /// <returns>Its tensors, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">There is no such file, or it is damaged.</exception>
    public static IWeightSource Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(IndexEnding, StringComparison.Ordinal) ? ShardIndex.Open(path) : OpenSingle(path);
    }

    /// <summary>Opens a file that is no index, whatever it is called: an index can't lead to another one, or to itself.</summary>
    /// <param name="path">A safetensors or PyTorch file.</param>
    /// <exception cref="InvalidInputException">There is no such file, or it is damaged.</exception>
    internal static IWeightSource OpenSingle(string path) => IsPyTorch(path) ? PyTorchFile.Open(path) : SafetensorsFile.Open(path);

    /// <summary>True for a PyTorch file, going by its name.</summary>
    /// <param name="path">The file.</param>
    public static bool IsPyTorch(string path) => s_pyTorchEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
