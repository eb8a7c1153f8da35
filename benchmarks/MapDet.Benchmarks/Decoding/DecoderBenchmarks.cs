using BenchmarkDotNet.Attributes;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Benchmarks.Decoding;

/// <summary>The map decoder alone, forward and forward with backward, on random features of a preset's shapes.</summary>
[MemoryDiagnoser]
public class DecoderBenchmarks : TorchBenchmarks
{
    private const int Cameras = 6;
    private IMapDecoder _decoder = null!;
    private MapDecoderInput _input = null!;

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
        Prepare();
        MapDetOptions options = ModelPresets.Get(Preset);
        using InitialWeights weights = InitialWeights.FromSeed(42);
        _decoder = DefaultStages.CreateDecoder(new StageContext(options with { Decoder = options.Decoder with { Kind = Kind } }, null, weights));
        Module.to(Device);
        _input = CreateInput(options);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        Module.Dispose();
        _input.InstanceFeatures.Dispose();
        _input.PointFeatures.Dispose();
        _input.Images.Tokens.Dispose();
        _input.Projections.Dispose();
        Release();
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
        torch.Tensor loss = torch.zeros(1, device: Device);
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
        torch.Tensor tokens = torch.randn([Batch, Cameras, rows * columns, options.Vision.HiddenSize], device: Device);
        return new MapDecoderInput(
            torch.randn([Batch, n, d], device: Device),
            torch.randn([Batch, n, p, d], device: Device),
            torch.randn([Batch, Cameras * options.QFormer.NumQueryTokens, d], device: Device),
            new ImageTokens(tokens, rows, columns, height, width),
            RingOfCameras(width, height));
    }

    /// <summary>[B, C, 3, 4]: cameras 1.6 m above the ground that look out in even steps, 70 degrees wide.</summary>
    private torch.Tensor RingOfCameras(int width, int height)
    {
        double focal = width / 2.0 / Math.Tan(35 * Math.PI / 180);
        torch.Tensor projections = torch.zeros(Batch, Cameras, 3, 4, device: Device);
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
}
