using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Vision;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>A module's configuration, weights, inputs and references, as its file says itself.</summary>
internal sealed class ModelFixture : IDisposable
{
    private const string ConfigKey = "config";
    private readonly ModelTolerances _tolerances;
    private readonly JsonDocument _config;

    /// <summary>Reads what a file says about itself.</summary>
    /// <exception cref="InvalidInputException">The metadata is incomplete.</exception>
    public ModelFixture(ParityFile file)
    {
        File = file;
        _tolerances = ModelTolerances.Read(file);
        try
        {
            _config = JsonDocument.Parse(file.Metadata(ConfigKey));
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(file.Path, $"is no JSON: {e.Message}", field: ConfigKey, innerException: e);
        }
    }

    /// <summary>Where it comes from.</summary>
    public ParityFile File { get; }

    /// <summary>The configuration.</summary>
    public JsonElement Config => _config.RootElement;

    /// <summary>A whole number of the configuration.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="part">Where it stands; null: at the top.</param>
    public int Int(string name, JsonElement? part = null) =>
        Setting(name, part) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number)
            ? number
            : throw new InvalidInputException(File.Path, "is no whole number", ConfigKey, name);

    /// <summary>A number of the configuration.</summary>
    public double Double(string name) => Setting(name) is { ValueKind: JsonValueKind.Number } value
        ? value.GetDouble()
        : throw new InvalidInputException(File.Path, "is no number", ConfigKey, name);

    /// <summary>An entry of the configuration.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="part">Where it stands; null: at the top.</param>
    public JsonElement Setting(string name, JsonElement? part = null) =>
        (part ?? Config) is { ValueKind: JsonValueKind.Object } settings && settings.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new InvalidInputException(File.Path, "is missing", ConfigKey, name);

    /// <summary>Refuses an activation that the module does not have.</summary>
    public void RequireActivation(string name)
    {
        if (Setting("hidden_act").ToString() is var given && given != name)
        {
            throw new InvalidInputException(File.Path, $"is '{given}'; the module has '{name}' only", ConfigKey, "hidden_act");
        }
    }

    /// <summary>The shape of a vision tower.</summary>
    /// <param name="kind">Which tower.</param>
    public VisionOptions VisionOptions(VisionKind kind)
    {
        VisionOptions options = new()
        {
            Kind = kind,
            HiddenSize = Int("hidden_size"),
            NumHiddenLayers = Int("num_hidden_layers"),
            NumAttentionHeads = Int("num_attention_heads"),
            IntermediateSize = Int("intermediate_size"),
            PatchSize = Int("patch_size"),
            ImageHeight = Int("image_size"),
            ImageWidth = Int("image_size"),
            LayerNormEps = Double("layer_norm_eps"),
        };
        Check(options);
        CheckHeads(options.HiddenSize, options.NumAttentionHeads);
        return options;
    }

    /// <summary>Refuses options out of their ranges.</summary>
    public void Check(object options)
    {
        List<ValidationResult> faults = [];
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        if (faults.Count > 0)
        {
            throw new InvalidInputException(File.Path, faults[0].ErrorMessage ?? "is out of range", ConfigKey, faults[0].MemberNames.FirstOrDefault());
        }
    }

    /// <summary>Refuses heads that do not divide a width.</summary>
    public void CheckHeads(int width, int heads)
    {
        if (width % heads != 0)
        {
            throw new InvalidInputException(File.Path, $"{width} is no multiple of {heads}", ConfigKey, "num_attention_heads");
        }
    }

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

    /// <inheritdoc/>
    public void Dispose() => _config.Dispose();
}
