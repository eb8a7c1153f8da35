using MapDet.Core.Vision;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>BLIP-2's vision tower at every image size of the file.</summary>
public sealed class VisionParity() : ModelParity("blip2_vision")
{
    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken)
    {
        fixture.RequireActivation("gelu");
        VisionOptions options = new()
        {
            HiddenSize = fixture.Int("hidden_size"),
            NumHiddenLayers = fixture.Int("num_hidden_layers"),
            NumAttentionHeads = fixture.Int("num_attention_heads"),
            IntermediateSize = fixture.Int("intermediate_size"),
            PatchSize = fixture.Int("patch_size"),
            ImageHeight = fixture.Int("image_size"),
            ImageWidth = fixture.Int("image_size"),
            LayerNormEps = fixture.Double("layer_norm_eps"),
        };
        fixture.Check(options);
        fixture.CheckHeads(options.HiddenSize, options.NumAttentionHeads);
        using torch.Generator generator = new(AnySeed);
        using VisionTransformer tower = new(options, generator);
        fixture.Load(tower, "vision_model.");
        foreach (string size in fixture.Between("io.", ".input.pixel_values"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            torch.Tensor output = tower.call(fixture.File.Floats($"io.{size}.input.pixel_values", -1, 3, -1, -1));
            foreach (ParityResult result in fixture.Compare($"io.{size}.output.last_hidden_state", output))
            {
                yield return result;
            }
        }
    }
}
