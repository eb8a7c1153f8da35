namespace MapDet.Core.Weights;

/// <summary>The weights of a folder in the layout of Hugging Face checkpoints.</summary>
public static class CheckpointFolder
{
    /// <summary>What is looked for, the first one found is taken.</summary>
    private static readonly string[] s_names =
        ["model.safetensors.index.json", "model.safetensors", "pytorch_model.bin.index.json", "pytorch_model.bin"];

    /// <summary>Opens the weights; tensors are read one by one.</summary>
    /// <param name="path">A folder with an index, <c>model.safetensors</c> or <c>pytorch_model.bin</c>; or a file of weights itself.</param>
    /// <returns>The weights, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">There are none, or they are damaged.</exception>
    public static IWeightSource Open(string path)
    {
        if (!Directory.Exists(path))
        {
            return WeightFile.Open(path);
        }

        string? file = s_names.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists);
        return file is null
            ? throw new InvalidInputException(path, $"the folder holds no weights; looked for {string.Join(", ", s_names)}")
            : WeightFile.Open(file);
    }
}
