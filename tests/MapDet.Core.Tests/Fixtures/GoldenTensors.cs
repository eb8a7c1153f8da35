using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Fixtures;

/// <summary>A safetensors file of reference numbers as plain arrays.</summary>
internal sealed class GoldenTensors : IDisposable
{
    private readonly SafetensorsFile _file;

    public GoldenTensors(params string[] path)
    {
        _file = SafetensorsFile.Open(PathOf(path));
    }

    public string[] Cases => _file.Metadata["cases"].Split(',');

    public static string PathOf(params string[] path) => Path.Combine([AppContext.BaseDirectory, "Golden", .. path]);

    public bool Contains(string name) => _file.Contains(name);

    public long[] Shape(string name) => [.. _file.Info(name).Shape];

    public torch.Tensor Tensor(string name) => _file.Read(name);

    public float[] Floats(string name)
    {
        using torch.Tensor tensor = _file.Read(name);
        return tensor.numel() == 0 ? [] : tensor.data<float>().ToArray();
    }

    public float Float(string name) => Floats(name)[0];

    public int[] Ints(string name)
    {
        using torch.Tensor tensor = _file.Read(name);
        return tensor.numel() == 0 ? [] : [.. tensor.data<long>().ToArray().Select(v => (int)v)];
    }

    public byte[] Bytes(string name)
    {
        using torch.Tensor tensor = _file.Read(name);
        return tensor.data<byte>().ToArray();
    }

    public void Dispose() => _file.Dispose();
}
