using MapDet.Core;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>The device that a run computes on.</summary>
internal static class DeviceChoice
{
    /// <summary>Chooses the device.</summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="MapDetException">The device can't be used.</exception>
    public static torch.Device Resolve(string name) => name switch
    {
        "auto" or "cpu" => torch.CPU,
        _ => throw new MapDetException($"Device {name}: this version trains on the CPU only; use --device cpu or auto."),
    };
}
