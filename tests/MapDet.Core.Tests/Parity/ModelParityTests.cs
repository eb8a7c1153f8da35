using MapDet.Core.Contracts;
using MapDet.Core.Parity;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Parity;

public sealed class ModelParityTests : IDisposable
{
    private readonly ParityCopies _copies = new("models");

    public void Dispose() => _copies.Dispose();

    [Theory]
    [InlineData("seed_map_queries", 11)]
    [InlineData("blip2_qformer", 7)]
    [InlineData("blip2_vision", 3)]
    [InlineData("clip_vision", 3)]
    [InlineData("seed_map_decoder", 20)]
    [InlineData("llama", 11)]
    [InlineData("llama_gqa", 11)]
    [InlineData("image_preprocess_blip", 6)]
    [InlineData("image_preprocess_clip", 6)]
    public void Every_module_meets_its_reference_numbers(string file, int tensors)
    {
        ParityReport report = ParityCopies.Run(_copies.Original(file));

        Assert.Empty(report.Results.Where(r => !r.IsPassed));
        Assert.Equal(tensors, report.Passed.Length);
    }

    [Fact]
    public void References_that_no_module_computes_are_listed()
    {
        ParityReport report = ParityCopies.Run(_copies.Original("seed_map_queries"));

        Assert.Equal(["io.sinusoidal.output.point_position", "io.sinusoidal.output.queries"], report.NotCompared.AsEnumerable());
    }

    [Theory]
    [InlineData("llama", "model.layers.1.mlp.up_proj.weight", "io.causal.output.logits")]
    [InlineData("blip2_qformer", "qformer.layernorm.bias", "io.grad.query_tokens")]
    [InlineData("clip_vision", "vision_model.pre_layrnorm.bias", "io.output.llava_features")]
    [InlineData("seed_map_decoder", "point_head.refine_layers.2.offset_mlp.1.bias", "io.grad_points.point_features")]
    [InlineData("seed_map_queries", "io.mask_b.output.allowed", "io.mask_b.output.allowed")]
    public void A_weight_or_reference_that_is_changed_is_found(string file, string changed, string failing)
    {
        string copy = _copies.Rewrite(file, tensors =>
        {
            tensors.Single(t => t.Name == changed).Tensor.view(-1)[1].add_(torch.tensor(0.5f));
            return tensors;
        });

        Assert.Contains(failing, ParityCopies.Run(copy).Failed);
    }

    [Fact]
    public void A_weight_that_is_missing_is_named()
    {
        string copy = _copies.Rewrite("llama", tensors => tensors.Where(t => t.Name != "model.norm.weight"));

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => ParityCopies.Run(copy));

        Assert.Contains("model.norm.weight", e.Message, StringComparison.Ordinal);
        Assert.Equal(copy, e.File);
    }

    [Theory]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": 5")]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": \"four\"")]
    [InlineData("\"hidden_act\": \"silu\"", "\"hidden_act\": \"relu\"")]
    [InlineData("\"hidden_size\": 64", "\"hidden_size\": 65")]
    [InlineData("{\"vocab_size\"", "\"vocab_size\"")]
    public void A_configuration_that_can_not_be_used_is_bad_input(string from, string to)
    {
        string copy = _copies.Rewrite(
            "llama", changeMetadata: metadata => metadata["config"] = metadata["config"].Replace(from, to, StringComparison.Ordinal));

        Assert.Equal(copy, Assert.Throws<InvalidInputException>(() => ParityCopies.Run(copy)).File);
    }

    [Fact]
    public void A_fixture_without_a_check_is_skipped_in_a_folder_and_says_what_it_is()
    {
        _copies.Rewrite("seed_map_queries");
        SafetensorsWriter.Write(
            _copies.PathOf("other"), [new NamedParameter("x", torch.ones(1))], new Dictionary<string, string> { ["fixture"] = "time_machine" });

        ParityReport other = new ParityRunner(ParityChecks.All).Run([_copies.Folder]).Single(r => r.Path.EndsWith("other.safetensors", StringComparison.Ordinal));

        Assert.Contains("'time_machine'", other.SkipReason, StringComparison.Ordinal);
    }
}
