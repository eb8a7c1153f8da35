using MapDet.Core;
using MapDet.Core.Detection;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>How the frozen stages of a run are kept.</summary>
public static class FrozenStages
{
    /// <summary>The model's options with the type and the device of its frozen stages.</summary>
    /// <param name="model">The model.</param>
    /// <param name="precision">The type that they are kept and computed in; embeddings and states that enter and leave them are float32 always.</param>
    /// <param name="device">Where pretrained weights are loaded to at once; null: the CPU.</param>
    /// <param name="checkpointActivations">True to compute the language model's layers again in the backward pass, which saves memory.</param>
    /// <exception cref="MapDetException">The device does not compute in that type.</exception>
    public static MapDetOptions Configure(
        MapDetOptions model, TrainingPrecision precision, torch.Device? device = null, bool checkpointActivations = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(precision, device ?? torch.CPU);
        torch.ScalarType type = precision switch
        {
            TrainingPrecision.Bf16 => torch.ScalarType.BFloat16,
            TrainingPrecision.Fp16 => torch.ScalarType.Float16,
            _ => torch.ScalarType.Float32,
        };
        return model with { Pretrained = model.Pretrained with { FrozenType = type, Device = device, CheckpointActivations = checkpointActivations } };
    }

    /// <summary>Checks that a device computes in a precision.</summary>
    /// <param name="precision">The precision.</param>
    /// <param name="device">The device.</param>
    /// <exception cref="MapDetException">It does not; the message says why and what to use.</exception>
    public static void Check(TrainingPrecision precision, torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (precision == TrainingPrecision.Fp16 && device.type == DeviceType.CPU)
        {
            throw new MapDetException(
                "--precision fp16 needs a CUDA device: processors compute float16 many times slower than float32, and bf16 halves the memory of the frozen stages just as well. "
                + "Use bf16 or fp32.");
        }
    }
}
