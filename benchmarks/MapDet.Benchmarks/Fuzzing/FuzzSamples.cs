using System.Collections.Immutable;
using System.Text;
using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Benchmarks.Fuzzing;

/// <summary>Whole files of every kind that a checkpoint's folder holds.</summary>
internal static class FuzzSamples
{
    private const string Index = "model.safetensors.index.json";
    private const string FirstShard = "first.safetensors";
    private const string SecondShard = "second.bin";

    private static readonly ImmutableArray<string> s_configurations =
    [
        """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 11008,
         "num_attention_heads": 32, "num_hidden_layers": 32, "rms_norm_eps": 1e-05, "rope_scaling": null, "vocab_size": 32000}
        """,
        """
        {"model_type": "blip-2", "num_query_tokens": 32,
         "vision_config": {"model_type": "blip_2_vision_model", "hidden_size": 1408, "num_hidden_layers": 39, "image_size": 224, "patch_size": 14},
         "qformer_config": {"model_type": "blip_2_qformer", "hidden_size": 768, "num_attention_heads": 12, "encoder_hidden_size": 1408}}
        """,
        """
        {"model_type": "clip", "vision_config": {"model_type": "clip_vision_model", "hidden_size": 1024, "num_hidden_layers": 24,
          "num_attention_heads": 16, "intermediate_size": 4096, "image_size": 336, "patch_size": 14, "layer_norm_eps": 1e-05}}
        """,
    ];

    /// <summary>Makes the samples.</summary>
    /// <param name="weights">Files of weights; the first one, of PyTorch, becomes a shard as well.</param>
    /// <param name="folder">Where the damaged files are going to lie: the shards of an index are written there.</param>
    /// <returns>The files, and a safetensors file, an index and configurations beside them.</returns>
    public static ImmutableArray<FuzzSample> Create(ImmutableArray<string> weights, string folder)
    {
        string shard = Path.Combine(folder, FirstShard);
        WriteSafetensors(shard);
        File.Copy(weights[0], Path.Combine(folder, SecondShard));
        return
        [
            .. weights.Append(shard).Select(file => new FuzzSample("damaged" + Path.GetExtension(file), File.ReadAllBytes(file))),
            new FuzzSample(Index, Encoding.UTF8.GetBytes(WriteIndex(folder))),
            .. s_configurations.Select(text => new FuzzSample(ModelConfiguration.FileName, Encoding.UTF8.GetBytes(text))),
        ];
    }

    private static void WriteSafetensors(string path)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        NamedParameter[] tensors =
        [
            new("a.weight", torch.ones(2, 3)),
            new("a.half", torch.zeros(2, 1, dtype: torch.ScalarType.BFloat16)),
            new("b", torch.arange(4)),
            new("c", torch.zeros(0, 7)),
        ];
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static string WriteIndex(string folder)
    {
        IEnumerable<string> entries = new[] { FirstShard, SecondShard }.SelectMany(file => Entries(folder, file));
        return $$$"""{"metadata": {"total_size": 100}, "weight_map": {{{{string.Join(", ", entries)}}}} }""";
    }

    private static string[] Entries(string folder, string file)
    {
        using IWeightSource source = WeightFile.Open(Path.Combine(folder, file));
        return [.. source.Names.Select(name => $"\"{name}\": \"{file}\"")];
    }
}
