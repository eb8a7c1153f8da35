using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>Lifts image tokens to a finer feature map, the cameras of a sample one below the other.</summary>
internal sealed class FeatureLift : nn.Module<Tensor, Tensor>
{
    private readonly Linear _linear;

    public FeatureLift(int visionWidth, int channels, int placesPerPatch, InitialWeights weights)
        : base(nameof(FeatureLift))
    {
        _linear = weights.Linear(visionWidth, channels * placesPerPatch * placesPerPatch);
        Channels = channels;
        PlacesPerPatch = placesPerPatch;
        register_module("linear", _linear);
    }

    /// <summary>Channels F of the map.</summary>
    public int Channels { get; }

    /// <summary>How many places of the map a patch has along each axis.</summary>
    public int PlacesPerPatch { get; }

    /// <summary>[..., Dv] to [..., F * places * places].</summary>
    public override Tensor forward(Tensor input) => _linear.call(input);

    /// <summary>The stacked map, [B, F, C * rows * places, columns * places].</summary>
    public Tensor Lift(ImageTokens images)
    {
        using DisposeScope scope = NewDisposeScope();
        long batch = images.Tokens.shape[0];
        long cameras = images.Tokens.shape[1];
        Tensor lifted = call(images.Tokens)
            .reshape(batch, cameras, images.Rows, images.Columns, Channels, PlacesPerPatch, PlacesPerPatch)
            .permute(0, 4, 1, 2, 5, 3, 6);
        return lifted.reshape(batch, Channels, cameras * images.Rows * PlacesPerPatch, images.Columns * PlacesPerPatch).MoveToOuterDisposeScope();
    }
}
