using MapDet.Core.Language;
using MapDet.Core.Language.Quantization;
using TorchSharp;

namespace MapDet.Core.Tests.Language.Quantization;

public sealed class WeightFormatTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new torch.Generator().manual_seed(3);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Eight_bits_are_off_by_half_a_step_of_their_channel_at_most()
    {
        torch.Tensor weight = Draw(48, 100) * torch.logspace(-3, 3, 48).unsqueeze(1);

        torch.Tensor step = weight.abs().amax([1], keepdim: true) / 127;
        torch.Tensor error = (Again(LanguageWeights.Int8, weight) - weight).abs() / step;

        Assert.InRange(error.max().item<float>(), 0.3f, 0.501f);
    }

    [Fact]
    public void Four_bits_take_the_nearest_of_their_levels()
    {
        torch.Tensor weight = Draw(16, 128);
        torch.Tensor blocks = weight.view(-1, 64);
        torch.Tensor scaled = blocks / blocks.abs().amax([1], keepdim: true);
        torch.Tensor levels = torch.tensor(Nf4Format.Levels.ToArray());
        torch.Tensor nearest = (scaled.unsqueeze(2) - levels).abs().amin([2]);

        torch.Tensor found = Again(LanguageWeights.Nf4, weight).view(-1, 64) / blocks.abs().amax([1], keepdim: true);

        Assert.InRange(((found - scaled).abs() - nearest).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void Each_level_comes_back_as_it_is()
    {
        torch.Tensor levels = torch.tensor(Nf4Format.Levels.ToArray()).repeat(4).unsqueeze(0) * 0.25;

        Assert.Equal(Numbers(levels), Numbers(Again(LanguageWeights.Nf4, levels)));
    }

    [Fact]
    public void The_levels_are_those_of_a_normal_distribution_with_zero_among_them()
    {
        Assert.Equal(16, Nf4Format.Levels.Length);
        Assert.Equal((-1f, 0f, 1f), (Nf4Format.Levels[0], Nf4Format.Levels[7], Nf4Format.Levels[15]));
        Assert.Equal(Nf4Format.Levels.Order(), Nf4Format.Levels);
    }

    [Fact]
    public void Two_codes_share_a_byte_the_first_one_above()
    {
        torch.Tensor weight = torch.zeros(1, 64);
        weight[0, 0] = 1;
        weight[0, 1] = -1;

        (torch.Tensor codes, torch.Tensor scales) = QuantizedWeight.Encode(new Nf4Format(), weight);

        Assert.Equal([1, 32], codes.shape);
        Assert.Equal([1, 1], scales.shape);
        Assert.Equal([0xF0, 0x77], codes.data<byte>().Take(2));
    }

    [Theory]
    [InlineData(LanguageWeights.Int8, 172)]
    [InlineData(LanguageWeights.Nf4, 172)]
    [InlineData(LanguageWeights.Nf4, 1)]
    [InlineData(LanguageWeights.Nf4, 65)]
    public void Rows_of_any_length_keep_their_shape_and_zeros_stay_zero(LanguageWeights kind, int inputs)
    {
        torch.Tensor weight = torch.cat([Draw(2, inputs), torch.zeros(1, inputs)]);

        torch.Tensor again = Again(kind, weight);

        Assert.Equal(weight.shape, again.shape);
        Assert.All(Numbers(again[2]), number => Assert.Equal(0, number));
        Assert.InRange((again - weight).abs().max().item<float>(), 0, 0.6f);
    }

    [Theory]
    [InlineData(LanguageWeights.Int8)]
    [InlineData(LanguageWeights.Nf4)]
    public void A_weight_in_many_parts_is_encoded_as_its_rows_are(LanguageWeights kind)
    {
        torch.Tensor weight = Draw(70, 1024);

        torch.Tensor whole = Again(kind, weight);

        Assert.Equal(Numbers(whole[66]), Numbers(Again(kind, weight.narrow(0, 66, 1))[0]));
    }

    [Theory]
    [InlineData(LanguageWeights.Int8, 1e-2)]
    [InlineData(LanguageWeights.Nf4, 1e-1)]
    public void Normally_distributed_weights_lose_little(LanguageWeights kind, double share)
    {
        torch.Tensor weight = Draw(64, 512);

        double lost = ((Again(kind, weight) - weight).norm() / weight.norm()).item<float>();

        Assert.InRange(lost, share / 10, share);
    }

    private static torch.Tensor Again(LanguageWeights kind, torch.Tensor weight)
    {
        IWeightFormat format = QuantizedWeight.Format(kind);
        (torch.Tensor codes, torch.Tensor scales) = QuantizedWeight.Encode(format, weight);
        Assert.Equal(format.CodeType, codes.dtype);
        torch.Tensor again = torch.empty_like(weight);
        QuantizedWeight.Decode(format, codes, scales, again);
        return again;
    }

    private static float[] Numbers(torch.Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private torch.Tensor Draw(params long[] shape) => torch.randn(shape, generator: _generator);
}
