using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Language;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Benchmarks.Loading;

/// <summary>A checkpoint of the shape of LLaMA-7B in bfloat16; all layers have the same drawn numbers.</summary>
internal static class SyntheticCheckpoint
{
    private const string Configuration = """{"model_type": "llama", "hidden_size": 4096, "intermediate_size": 11008, "num_attention_heads": 32, "num_hidden_layers": 32, "vocab_size": 32000}""";
    private const string Layer = "layers.0.";

    /// <summary>Writes the checkpoint, a file for each layer and one for the rest.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static void Write(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ModelConfiguration.FileName), Configuration);
        LanguageOptions options = LanguageConfiguration.Read(ModelConfiguration.Read(folder), new LanguageOptions());
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using LlamaModel model = new(options with { NumHiddenLayers = 1 }, weights);
        model.to(torch.ScalarType.BFloat16);
        ILookup<bool, NamedParameter> parameters = model.named_parameters().Select(p => new NamedParameter(p.name, p.parameter)).ToLookup(p => p.Name.StartsWith(Layer, StringComparison.Ordinal));
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        for (int i = 0; i <= options.NumHiddenLayers; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string file = $"model-{i + 1:00000}-of-{options.NumHiddenLayers + 1:00000}.safetensors";
            NamedParameter[] shard = i < options.NumHiddenLayers
                ? [.. parameters[true].Select(p => p with { Name = $"model.layers.{i}.{p.Name[Layer.Length..]}" })]
                : [.. parameters[false].Select(p => p with { Name = $"model.{p.Name}" })];
            SafetensorsWriter.Write(Path.Combine(folder, file), shard);
            Array.ForEach(shard, p => map.Add(p.Name, file));
        }

        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), JsonSerializer.Serialize(new { weight_map = map }));
    }
}
