using BenchmarkDotNet.Attributes;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using TorchSharp;

namespace MapDet.Benchmarks.Decoding;

/// <summary>The map decoder alone, forward and forward with backward, on random features of a preset's shapes.</summary>
/// <remarks>The matrix product stands still from run to run: compare ratios to it rather than milliseconds.</remarks>
[MemoryDiagnoser]
public class DecoderBenchmarks
{
    private const int Cameras = 6;
    private IMapDecoder _decoder = null!;
    private MapDecoderInput _input = null!;
    private torch.Tensor _matrix = null!;
    private torch.Device _device = torch.CPU;

    /// <summary>The preset whose shapes are measured.</summary>
    [Params("tiny", "small")]
    public string Preset { get; set; } = "tiny";

    /// <summary>The decoder.</summary>
    [Params(DecoderKind.Sampling, DecoderKind.Refinement)]
    public DecoderKind Kind { get; set; }

    /// <summary>Samples at once.</summary>
    [Params(1, 4)]
    public int Batch { get; set; } = 1;

    private torch.nn.Module Module => (torch.nn.Module)_decoder;

    [GlobalSetup]
    public void Setup()
    {
        _device = BenchmarkDevice.Current();
        MapDetOptions options = ModelPresets.Get(Preset);
        using torch.Generator generator = new(42);
        _decoder = DefaultStages.CreateDecoder(new StageContext(options with { Decoder = options.Decoder with { Kind = Kind } }, null, generator));
        Module.to(_device);
        _input = CreateInput(options);
        _matrix = torch.randn(1024, 1024, device: _device);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        Module.Dispose();
        _input.InstanceFeatures.Dispose();
        _input.PointFeatures.Dispose();
        _input.Images.Tokens.Dispose();
        _input.Projections.Dispose();
        _matrix.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void MatrixProduct1024()
    {
        using torch.Tensor product = torch.mm(_matrix, _matrix);
        Synchronize();
    }

    [Benchmark]
    public void Forward()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        _decoder.Decode(_input);
        Synchronize();
    }

    [Benchmark]
    public void ForwardAndBackward()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Module.zero_grad();
        torch.Tensor loss = torch.zeros(1, device: _device);
        foreach (LayerPrediction layer in _decoder.Decode(_input).Layers)
        {
            loss += layer.Points.square().mean() + layer.ClassLogits.square().mean();
        }

        loss.backward();
        Synchronize();
    }

    private MapDecoderInput CreateInput(MapDetOptions options)
    {
        int height = options.Images.OutputHeight;
        int width = options.Images.Width;
        int rows = height / options.Vision.PatchSize;
        int columns = width / options.Vision.PatchSize;
        (int n, int p, int d) = (options.Queries.NumInstances, options.Queries.NumPoints, options.Language.HiddenSize);
        torch.Tensor tokens = torch.randn([Batch, Cameras, rows * columns, options.Vision.HiddenSize], device: _device);
        return new MapDecoderInput(
            torch.randn([Batch, n, d], device: _device),
            torch.randn([Batch, n, p, d], device: _device),
            torch.randn([Batch, Cameras * options.QFormer.NumQueryTokens, d], device: _device),
            new ImageTokens(tokens, rows, columns, height, width),
            RingOfCameras(width, height));
    }

    /// <summary>[B, C, 3, 4]: cameras 1.6 m above the ground that look out in even steps, 70 degrees wide.</summary>
    private torch.Tensor RingOfCameras(int width, int height)
    {
        double focal = width / 2.0 / Math.Tan(35 * Math.PI / 180);
        torch.Tensor projections = torch.zeros(Batch, Cameras, 3, 4, device: _device);
        for (int camera = 0; camera < Cameras; camera++)
        {
            (double sin, double cos) = Math.SinCos(camera * Math.PI / 3);
            double[] right = [cos, -sin, 0, 0];
            double[] down = [0, 0, -1, 1.6];
            double[] ahead = [sin, cos, 0, 0];
            for (int i = 0; i < 4; i++)
            {
                projections[.., camera, 0, i] = (float)((focal * right[i]) + (width / 2.0 * ahead[i]));
                projections[.., camera, 1, i] = (float)((focal * down[i]) + (height / 2.0 * ahead[i]));
                projections[.., camera, 2, i] = (float)ahead[i];
            }
        }

        return projections;
    }

    private void Synchronize()
    {
        if (_device.type == DeviceType.CUDA)
        {
            torch.cuda.synchronize();
        }
    }
}
