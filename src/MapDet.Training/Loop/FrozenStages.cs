using MapDet.Core.Detection;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>How the frozen stages of a run are kept.</summary>
public static class FrozenStages
{
    /// <summary>The model's options with the type and the device of its frozen stages.</summary>
    /// <param name="model">The model.</param>
    /// <param name="precision">bfloat16 keeps and computes them in bfloat16; embeddings and states that enter and leave them are float32 always.</param>
    /// <param name="device">Where pretrained weights are loaded to at once; null: the CPU.</param>
    public static MapDetOptions Configure(MapDetOptions model, TrainingPrecision precision, torch.Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        torch.ScalarType type = precision == TrainingPrecision.Bf16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
        return model with { Pretrained = model.Pretrained with { FrozenType = type, Device = device } };
    }
}
