using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using TorchSharp;

namespace MapDet.Core.Tests.Decoding;

public sealed class SamplingOffsetsTests
{
    [Fact]
    public void Mirrored_places_are_the_same_places_so_that_no_side_of_the_vehicle_is_seen_better()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DecoderOptions options = ModelPresets.Get(ModelPresets.Tiny).Decoder;

        float[] values = SamplingOffsets.Create(options, torch.CPU).data<float>().ToArray();

        (float X, float Y)[] places = [.. values.Chunk(2).Select(p => (p[0], p[1]))];
        Assert.Equal(SamplingOffsets.Count(options), places.Length);
        Assert.Equal(places.Length, places.Distinct().Count());
        Assert.Equal(places.Select(p => (p.X + 0, p.Y)).Order(), places.Select(p => (0 - p.X, p.Y)).Order());
        Assert.Equal(places.Select(p => (p.X, p.Y + 0)).Order(), places.Select(p => (p.X, 0 - p.Y)).Order());
    }
}
