using MapDet.Core;
using MapDet.Core.Weights;

namespace MapDet.Stage2.Inspection;

/// <summary>What is in a folder in the layout of Hugging Face checkpoints, or in the files of an index.</summary>
internal static class PretrainedInspection
{
    /// <summary>True for such a folder, which has a configuration that names the model's type, or an index.</summary>
    public static bool Recognizes(string path) => path.EndsWith(".index.json", StringComparison.Ordinal)
        || (Directory.Exists(path) && (Directory.EnumerateFiles(path, "*.index.json").Any() || HasModelType(path)));

    /// <summary>Writes a table of the tensors of all its files.</summary>
    /// <exception cref="InvalidInputException">The weights are missing or damaged.</exception>
    public static void Describe(string path, TextWriter output, CancellationToken cancellationToken)
    {
        using IWeightSource source = CheckpointFolder.Open(path);
        output.WriteLine($"{path}: {source.Names.Length} tensors in {source.Path}");
        if (Directory.Exists(path) && File.Exists(Path.Combine(path, ModelConfiguration.FileName)))
        {
            output.WriteLine($"  {ModelConfiguration.FileName}: {ShortText.Of(ModelConfiguration.Read(path).Root.ToString())}");
        }

        WeightTable.Write(source, output, cancellationToken);
    }

    private static bool HasModelType(string folder) =>
        File.Exists(Path.Combine(folder, ModelConfiguration.FileName)) && ModelConfiguration.Read(folder).Has("model_type");
}
