namespace MapDet.Core.Weights;

/// <summary>Opens a file of weights by its name.</summary>
public static class WeightFile
{
    private const string IndexEnding = ".index.json";

    /// <summary>Opens a file; tensors are read one by one.</summary>
    /// <param name="path">A safetensors file, or an index of several.</param>
    /// <returns>Its tensors, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">There is no such file, or it is damaged.</exception>
    public static IWeightSource Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(IndexEnding, StringComparison.Ordinal) ? ShardIndex.Open(path) : SafetensorsFile.Open(path);
    }
}
