using MapDet.Core.Contracts;
using MapDet.Core.Parity;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Parity;

/// <summary>Copies of reference files that a test may change, in a folder that goes with the test.</summary>
/// <param name="kind">The folder of the references: <c>losses</c> or <c>models</c>.</param>
internal sealed class ParityCopies(string kind) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    /// <summary>Where a reference file lies, unchanged.</summary>
    public string Original(string file) => GoldenTensors.PathOf(kind, $"{file}.safetensors");

    /// <summary>Where the copy of a reference file lies.</summary>
    public string PathOf(string file) => _folder.File($"{file}.safetensors");

    /// <summary>Compares one file.</summary>
    public static ParityReport Run(string path) => Assert.Single(new ParityRunner(ParityChecks.All).Run([path]));

    /// <summary>Writes a copy with other tensors or other metadata.</summary>
    /// <returns>Its path.</returns>
    public string Rewrite(
        string file, Func<IReadOnlyList<NamedParameter>, IEnumerable<NamedParameter>>? change = null, Action<Dictionary<string, string>>? changeMetadata = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using SafetensorsFile source = SafetensorsFile.Open(Original(file));
        Dictionary<string, string> metadata = new(source.Metadata);
        changeMetadata?.Invoke(metadata);
        NamedParameter[] tensors = [.. source.Names.Select(name => new NamedParameter(name, source.Read(name)))];
        SafetensorsWriter.Write(PathOf(file), change?.Invoke(tensors) ?? tensors, metadata);
        return PathOf(file);
    }

    public void Dispose() => _folder.Dispose();
}
