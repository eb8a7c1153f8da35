using System.Text.Json;
using System.Text.Json.Nodes;
using MapDet.Core.Contracts;
using MapDet.Core.Language;
using MapDet.Core.QFormer;
using MapDet.Core.Vision;
using MapDet.Core.Vision.Clip;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Fixtures;

/// <summary>Small checkpoints in the layout of the real ones: configuration, names and shards as Hugging Face's.</summary>
internal static class TinyCheckpoints
{
    private const int LanguageWidth = 32;
    private const int VisionWidth = 24;
    private const int ProjectedWidth = 40;

    /// <summary>A LLaMA in two safetensors shards with their index, a tokenizer, and the names that are not used.</summary>
    /// <param name="folder">Where it comes to lie.</param>
    /// <param name="tokenizer">A SentencePiece model of at most 420 pieces.</param>
    /// <param name="seed">Draws the weights.</param>
    public static void WriteLanguage(string folder, string tokenizer, long seed = 1)
    {
        const string Configuration = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "hidden_size": 32, "intermediate_size": 48,
             "num_attention_heads": 4, "num_key_value_heads": 2, "num_hidden_layers": 2, "rms_norm_eps": 1e-05, "vocab_size": 420}
            """;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ModelConfiguration.FileName), Configuration);
        File.Copy(tokenizer, Path.Combine(folder, "tokenizer.model"));
        using DisposeScope scope = torch.NewDisposeScope();
        using InitialWeights weights = InitialWeights.FromSeed(seed);
        using LlamaModel model = new(LanguageConfiguration.Read(ModelConfiguration.Read(folder), new LanguageOptions()), weights);
        NamedParameter[] tensors =
        [
            .. Named(model, "model."),
            new("lm_head.weight", torch.zeros(420, LanguageWidth)),
            new("model.layers.0.self_attn.rotary_emb.inv_freq", torch.ones(4)),
        ];
        WriteShards(folder, tensors);
    }

    /// <summary>A BLIP-2 with vision tower, Q-Former and the names of a language model of its own, in a single file.</summary>
    /// <param name="folder">Where it comes to lie.</param>
    /// <param name="projectedWidth">Width of the language model that it was trained with.</param>
    public static void WriteBlip2(string folder, int projectedWidth = ProjectedWidth)
    {
        const string Configuration = """
            {"model_type": "blip-2", "num_query_tokens": 3,
             "vision_config": {"model_type": "blip_2_vision_model", "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2,
              "intermediate_size": 32, "image_size": 28, "patch_size": 14},
             "qformer_config": {"model_type": "blip_2_qformer", "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
              "intermediate_size": 24, "encoder_hidden_size": 24}}
            """;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ModelConfiguration.FileName), Configuration);
        ModelConfiguration configuration = ModelConfiguration.Read(folder);
        using DisposeScope scope = torch.NewDisposeScope();
        using InitialWeights weights = InitialWeights.FromSeed(2);
        using VisionTransformer tower = new(VisionConfiguration.Read(configuration), weights);
        using QFormerModel qFormer = new(QFormerConfiguration.Read(configuration, new QFormerOptions()), VisionWidth, weights);
        NamedParameter[] tensors =
        [
            .. Named(tower, "vision_model."),
            .. Named(qFormer, "qformer."),
            new("query_tokens", torch.randn(1, 3, 16)),
            new("language_projection.weight", torch.randn(projectedWidth, 16)),
            new("language_projection.bias", torch.randn(projectedWidth)),
            new("language_model.model.decoder.embed_tokens.weight", torch.zeros(8, projectedWidth)),
        ];
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), tensors);
    }

    /// <summary>A CLIP with its text encoder's names.</summary>
    /// <param name="folder">Where it comes to lie.</param>
    public static void WriteClip(string folder)
    {
        const string Configuration = """
            {"model_type": "clip", "vision_config": {"model_type": "clip_vision_model", "hidden_size": 24, "num_hidden_layers": 3, "num_attention_heads": 2,
              "intermediate_size": 32, "image_size": 28, "patch_size": 14}}
            """;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ModelConfiguration.FileName), Configuration);
        using DisposeScope scope = torch.NewDisposeScope();
        using InitialWeights weights = InitialWeights.FromSeed(3);
        using ClipVisionTransformer tower = new(VisionConfiguration.Read(ModelConfiguration.Read(folder)), weights);
        NamedParameter[] tensors =
        [
            .. Named(tower, "vision_model."),
            new("vision_model.embeddings.position_ids", torch.arange(5)),
            new("text_model.final_layer_norm.bias", torch.zeros(4)),
            new("logit_scale", torch.zeros(1)),
        ];
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), tensors);
    }

    private static IEnumerable<NamedParameter> Named(torch.nn.Module module, string prefix) =>
        module.named_parameters().Select(p => new NamedParameter(prefix + p.name, p.parameter));

    private static void WriteShards(string folder, NamedParameter[] tensors)
    {
        NamedParameter[][] shards = [.. tensors.Chunk((tensors.Length + 1) / 2)];
        string FileName(int shard) => $"model-{shard + 1:00000}-of-{shards.Length:00000}.safetensors";
        for (int i = 0; i < shards.Length; i++)
        {
            SafetensorsWriter.Write(Path.Combine(folder, FileName(i)), shards[i]);
        }

        Dictionary<string, string> map = shards.SelectMany((shard, i) => shard.Select(t => (t.Name, File: FileName(i)))).ToDictionary(t => t.Name, t => t.File);
        JsonObject index = new() { ["weight_map"] = JsonSerializer.SerializeToNode(map) };
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), index.ToJsonString());
    }
}
