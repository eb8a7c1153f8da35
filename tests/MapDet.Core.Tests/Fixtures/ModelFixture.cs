using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Fixtures;

/// <summary>A module's reference numbers: weights, inputs, outputs and gradients, and how far off a port may be.</summary>
internal sealed class ModelFixture : IDisposable
{
    private readonly SafetensorsFile _file;
    private readonly JsonElement _tolerances;
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public ModelFixture(string name)
    {
        _file = SafetensorsFile.Open(GoldenTensors.PathOf("models", name + ".safetensors"));
        _tolerances = JsonDocument.Parse(_file.Metadata["tolerance"]).RootElement;
    }

    public torch.Tensor this[string name] => _file.Read(name).to_type(torch.ScalarType.Float32);

    public torch.Tensor Ids(string name) => _file.Read(name);

    /// <summary>Loads the fixture's weights under a prefix; every one of them must be there, and nothing else may be left over.</summary>
    public void Load(torch.nn.Module module, string prefix = "", Func<string, bool>? mayBeMissing = null, Func<string, bool>? mayBeLeftOver = null)
    {
        IEnumerable<NamedParameter> targets = module.named_parameters().Select(p => new NamedParameter(prefix + p.name, p.parameter))
            .Concat(module.named_buffers(include_nonpersistent: false).Select(b => new NamedParameter(prefix + b.name, b.buffer)));
        WeightLoader.Load(
            _file, targets, mayBeMissing, name => name.StartsWith("io.", StringComparison.Ordinal) || (mayBeLeftOver?.Invoke(name) ?? false));
    }

    public void AssertClose(string name, torch.Tensor? actual)
    {
        torch.Tensor expected = this[name];
        Assert.NotNull(actual);
        Assert.Equal(expected.shape, actual.shape);
        JsonElement tolerance = _tolerances.GetProperty(name);
        torch.Tensor difference = (actual.detach() - expected).abs();
        double worst = difference.max().item<float>();
        double relative = (difference.norm() / expected.norm()).item<float>();
        double limit = tolerance.GetProperty("atol").GetDouble();
        Assert.True(worst <= limit, $"{name}: off by {worst}, allowed {limit}");
        if (tolerance.TryGetProperty("rel_l2", out JsonElement relativeLimit))
        {
            Assert.True(relative <= relativeLimit.GetDouble(), $"{name}: relative {relative}, allowed {relativeLimit}");
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _file.Dispose();
    }
}
