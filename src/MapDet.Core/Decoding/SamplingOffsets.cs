using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>The places around a point at which features are sampled: the point, then to its right and left, then ahead of and behind it.</summary>
internal static class SamplingOffsets
{
    /// <summary>Number of places K.</summary>
    public static int Count(DecoderOptions options) => 1 + (2 * (options.SamplingOffsetsX.Length + options.SamplingOffsetsY.Length));

    /// <summary>[K, 2] metres.</summary>
    public static Tensor Create(DecoderOptions options, Device device)
    {
        IEnumerable<(double X, double Y)> offsets =
        [
            (0, 0),
            .. options.SamplingOffsetsX.SelectMany(x => new[] { (x, 0.0), (-x, 0.0) }),
            .. options.SamplingOffsetsY.SelectMany(y => new[] { (0.0, y), (0.0, -y) }),
        ];
        float[] values = [.. offsets.SelectMany(o => new[] { (float)o.X, (float)o.Y })];
        return tensor(values, [values.Length / 2, 2], device: device);
    }
}
