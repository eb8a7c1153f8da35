using System.Diagnostics;
using System.Globalization;
using MapDet.Core;
using TorchSharp;

namespace MapDet.Training.Planning;

/// <summary>How much memory there is.</summary>
public static class DeviceMemory
{
    private const long Mebibyte = 1L << 20;

    /// <summary>The memory of a device that a run can have, bytes: all of the GPU's, or the machine's less what this process holds already.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="MapDetException">The GPU's driver does not say how much it has.</exception>
    public static long Of(torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.type == DeviceType.CUDA)
        {
            return OfGpu(Math.Max(device.index, 0));
        }

        using Process process = Process.GetCurrentProcess();
        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - process.WorkingSet64;
    }

    // The driver's own tool: its library has no name that is the same on all systems.
    private static long OfGpu(int index)
    {
        ProcessStartInfo start = new(
            "nvidia-smi", ["--query-gpu=memory.total", "--format=csv,noheader,nounits", $"--id={index.ToString(CultureInfo.InvariantCulture)}"])
        {
            RedirectStandardOutput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return Mebibyte * long.Parse(output, NumberStyles.Integer, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or FormatException)
        {
            throw new MapDetException($"nvidia-smi does not say how much memory GPU {index} has: {e.Message}", e);
        }
    }
}
