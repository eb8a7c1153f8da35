using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>A module's configuration, weights, inputs and references, as its file says itself.</summary>
internal sealed class ModelFixture
{
    private const string ConfigKey = "config";
    private readonly ModelTolerances _tolerances;

    /// <summary>Reads what a file says about itself.</summary>
    /// <exception cref="InvalidInputException">The metadata is incomplete.</exception>
    public ModelFixture(ParityFile file)
    {
        File = file;
        _tolerances = ModelTolerances.Read(file);
        Config = ModelConfiguration.Parse(file.Path, ConfigKey, file.Metadata(ConfigKey));
    }

    /// <summary>Where it comes from.</summary>
    public ParityFile File { get; }

    /// <summary>The configuration.</summary>
    public ModelConfiguration Config { get; }

    /// <summary>Loads the fixture's weights; all must be there, and nothing else may be left over but inputs and outputs.</summary>
    /// <param name="module">What to fill.</param>
    /// <param name="prefix">Before the module's names in the file.</param>
    /// <param name="mayBeLeftOver">More that may be left over; null: nothing.</param>
    public void Load(torch.nn.Module module, string prefix = "", Func<string, bool>? mayBeLeftOver = null)
    {
        IEnumerable<NamedParameter> targets = module.named_parameters().Select(p => new NamedParameter(prefix + p.name, p.parameter))
            .Concat(module.named_buffers(include_nonpersistent: false).Select(b => new NamedParameter(prefix + b.name, b.buffer)));
        WeightLoader.Load(
            File.Tensors,
            targets,
            mayBeLeftOver: name => name.StartsWith("io.", StringComparison.Ordinal) || (mayBeLeftOver?.Invoke(name) ?? false));
    }

    /// <summary>Names of the file's tensors between a beginning and an end: the cases of the fixture.</summary>
    public IEnumerable<string> Between(string beginning, string end) => File.Tensors.Names
        .Where(name => name.Length >= beginning.Length + end.Length
            && name.StartsWith(beginning, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal))
        .Select(name => name[beginning.Length..^end.Length])
        .Order(StringComparer.Ordinal);

    /// <summary>Compares a computed tensor with its reference within the file's own limits.</summary>
    /// <param name="name">The reference's name.</param>
    /// <param name="actual">Computed; null, such as a gradient that is not there, counts as 0.</param>
    /// <exception cref="InvalidInputException">The file lacks the reference or its tolerance.</exception>
    public IEnumerable<ParityResult> Compare(string name, torch.Tensor? actual)
    {
        torch.Tensor expected = File.Tensors.Read(name).to(torch.float32);
        torch.Tensor computed = actual?.detach().to(torch.float32) ?? expected.zeros_like();
        ModelTolerance tolerance = _tolerances.Find(name)
            ?? throw new InvalidInputException(File.Path, "the file gives no tolerance", name, ModelTolerances.Key);
        yield return Deviation.Absolute(name, expected, computed, tolerance.Absolute);
        if (tolerance.RelativeNorm is { } relative)
        {
            yield return Deviation.RelativeNorm(name, expected, computed, relative);
        }
    }
}
