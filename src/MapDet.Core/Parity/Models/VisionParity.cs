using MapDet.Core.Vision;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>BLIP-2's vision tower at every image size of the file.</summary>
public sealed class VisionParity() : ModelParity("blip2_vision")
{
    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken)
    {
        VisionOptions options = VisionConfiguration.ReadBlip2(fixture.Config);
        using InitialWeights weights = InitialWeights.Unset();
        using VisionTransformer tower = new(options, weights);
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
