using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace MapDet.Core.Tests;

public sealed class ServiceCollectionExtensionsTests
{
    [Fact]
    public void An_application_builds_the_model_of_its_preset()
    {
        using IHost host = Host.CreateApplicationBuilder().AddMapDet(o => o.Preset = "tiny").Build();

        MapDetOptions options = host.Services.GetRequiredService<IOptions<MapDetOptions>>().Value;
        using IMapModel model = host.Services.GetRequiredService<IMapModelFactory>().Create(options);

        Assert.Same(options, host.Services.GetRequiredService<MapDetOptions>());
        Assert.Equal("tiny", model.Options.Preset);
    }

    [Fact]
    public void A_decoder_of_ones_own_takes_the_place_of_the_default_one()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IHost host = Host.CreateApplicationBuilder().AddMapDet(o => o.Preset = "tiny").UseDecoder<StraightDecoder>().Build();
        MapDetOptions options = host.Services.GetRequiredService<MapDetOptions>();
        using IMapModel model = host.Services.GetRequiredService<IMapModelFactory>().Create(options);

        MapPredictions predictions = model.Forward(
            model.EncodeImages(torch.zeros([1, 6, 3, options.Images.OutputHeight, options.Images.Width])),
            RigTensors.Projections(1, options.Images.Width, options.Images.OutputHeight));

        Assert.Equal([1, 20, 20, 2], Assert.Single(predictions.Layers).Points.shape);
        Assert.Equal(["map_decoder.head.weight", "map_decoder.head.bias"], model.TrainedGroups[2].Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Options_can_be_changed_and_are_checked()
    {
        ServiceCollection services = new();
        services.AddMapDet(o =>
        {
            o.Preset = "tiny";
            o.Configure = options => options with { Decoder = options.Decoder with { SamplingStride = 5 } };
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<MapDetOptions>());

        Assert.Contains("Decoder.SamplingStride", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faulty_options_stop_the_application_at_its_start()
    {
        using IHost host = Host.CreateApplicationBuilder().AddMapDet(o => o.Preset = "huge").Build();

        MapDetException e = await Assert.ThrowsAsync<MapDetException>(() => host.StartAsync());

        Assert.Contains("huge", e.Message, StringComparison.Ordinal);
    }

    private sealed class StraightDecoder : torch.nn.Module, IMapDecoder
    {
        private readonly TorchSharp.Modules.Linear _head;

        public StraightDecoder(StageContext context)
            : base(nameof(StraightDecoder))
        {
            _head = torch.nn.Linear(context.Options.Language.HiddenSize, 3);
            register_module("head", _head);
        }

        public MapPredictions Decode(MapDecoderInput input) =>
            new([new LayerPrediction(_head.call(input.InstanceFeatures), input.PointFeatures.narrow(3, 0, 2).tanh())]);
    }
}
