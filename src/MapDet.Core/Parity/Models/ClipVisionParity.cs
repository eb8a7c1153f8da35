using MapDet.Core.Vision;
using MapDet.Core.Vision.Clip;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>CLIP's vision tower: all states that LLaVA and others take from it.</summary>
public sealed class ClipVisionParity() : ModelParity("clip_vision")
{
    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken)
    {
        VisionOptions options = VisionConfiguration.ReadClip(fixture.Config);
        using InitialWeights weights = InitialWeights.Unset();
        using ClipVisionTransformer tower = new(options, weights);
        fixture.Load(tower, "vision_model.", name => name == "vision_model.embeddings.position_ids");
        torch.Tensor states = tower.call(fixture.File.Floats("io.input.pixel_values", -1, 3, -1, -1));
        (torch.Tensor last, torch.Tensor pooled) = tower.Finish(states);
        return
        [
            .. fixture.Compare("io.output.llava_features", states.narrow(1, 1, states.shape[1] - 1)),
            .. fixture.Compare("io.output.last_hidden_state", last),
            .. fixture.Compare("io.output.pooler_output", pooled),
        ];
    }
}
