using System.Globalization;
using static TorchSharp.torch;

namespace MapDet.Core.Runtime;

/// <summary>The devices that can be computed on here.</summary>
public static class ComputeDevice
{
    /// <summary>The device of a name.</summary>
    /// <param name="name"><c>auto</c>, the first GPU if there is one, else the CPU; <c>cpu</c>; <c>cuda</c>; or <c>cuda:N</c>.</param>
    /// <exception cref="MapDetException">There is no such device.</exception>
    public static Device Find(string name)
    {
        Device found = Parse(name);
        Check(found);
        return found;
    }

    /// <summary>Makes sure that a device is there: native code ends the process where it moves something to one that is not.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="MapDetException">The device can't be used; the message says what is missing.</exception>
    public static void Check(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.type != TorchSharp.DeviceType.CUDA)
        {
            return;
        }

        if (!cuda.is_available())
        {
            throw new MapDetException(
                $"Device {device}: there is no CUDA here. It needs an NVIDIA GPU, its driver, and a program built with "
                + "-p:TorchBackend=cuda-linux or cuda-windows; else use the device cpu.");
        }

        if (device.index >= cuda.device_count())
        {
            throw new MapDetException($"Device {device}: there are {cuda.device_count()} GPUs, counted from 0.");
        }
    }

    private static Device Parse(string name)
    {
        const string Numbered = "cuda:";
        return name switch
        {
            "auto" => cuda.is_available() ? new Device(TorchSharp.DeviceType.CUDA, 0) : CPU,
            "cpu" => CPU,
            "cuda" => new Device(TorchSharp.DeviceType.CUDA, 0),
            _ when name.StartsWith(Numbered, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(Numbered.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                => new Device(TorchSharp.DeviceType.CUDA, index),
            _ => throw new MapDetException($"Device {name}: there is no such device; use auto, cpu, cuda or cuda:N."),
        };
    }
}
