using MapDet.Core.Language;
using MapDet.Core.Language.Quantization;
using MapDet.Core.Language.Recomputation;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Language.Quantization;

public sealed class QuantizedLinearTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly BackwardGuard _guard = new();
    private readonly WeightBuffers _buffers = new();
    private readonly torch.Tensor _input = torch.randn(2, 5, 48);

    public void Dispose()
    {
        _guard.Dispose();
        _buffers.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(LanguageWeights.Int8)]
    [InlineData(LanguageWeights.Nf4)]
    public void Outputs_and_gradients_are_those_of_the_decoded_weight(LanguageWeights kind)
    {
        using QuantizedLinear layer = Create(kind);
        torch.Tensor weight = layer.forward(torch.eye(48)).t();
        torch.Tensor expectedInput = _input.clone().requires_grad_();
        torch.Tensor input = _input.clone().requires_grad_();

        torch.Tensor expected = torch.nn.functional.linear(expectedInput, weight);
        expected.sin().sum().backward();
        torch.Tensor found = layer.forward(input);
        found.sin().sum().backward();

        AssertClose(expected, found);
        AssertClose(expectedInput.grad!, input.grad!);
    }

    [Theory]
    [InlineData(LanguageWeights.Int8, 0.02)]
    [InlineData(LanguageWeights.Nf4, 0.2)]
    public void Outputs_are_near_those_of_the_weight_that_was_drawn(LanguageWeights kind, double share)
    {
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using torch.nn.Module<torch.Tensor, torch.Tensor> full = new FrozenLinears(weights, LanguageWeights.Float, _guard, _buffers).Create(48, 32, 0.2);
        using QuantizedLinear layer = Create(kind);

        torch.Tensor expected = full.call(_input);
        double off = ((layer.forward(_input) - expected).norm() / expected.norm()).item<float>();

        Assert.InRange(off, share / 20, share);
    }

    [Fact]
    public void Gradients_are_summed_over_several_uses_and_backward_passes()
    {
        using QuantizedLinear layer = Create(LanguageWeights.Nf4);
        torch.Tensor once = _input.clone().requires_grad_();
        torch.Tensor twice = _input.clone().requires_grad_();

        layer.forward(once).sum().backward();
        (layer.forward(twice) + layer.forward(twice)).sum().backward();

        AssertClose(once.grad! * 2, twice.grad!);
    }

    [Fact]
    public void Nothing_of_the_layer_requires_gradients_and_without_any_there_is_no_graph()
    {
        using QuantizedLinear layer = Create(LanguageWeights.Int8);

        Assert.Empty(layer.parameters());
        Assert.False(layer.forward(_input).requires_grad);
        using IDisposable noGradients = torch.no_grad();
        Assert.False(layer.forward(_input.clone().requires_grad_()).requires_grad);
    }

    [Fact]
    public async Task Threads_compute_at_the_same_time()
    {
        using QuantizedLinear layer = Create(LanguageWeights.Nf4);
        float[] Gradient()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor input = _input.clone().requires_grad_();
            for (int i = 0; i < 20; i++)
            {
                using DisposeScope step = torch.NewDisposeScope();
                layer.forward(layer.forward(input).narrow(2, 0, 32).repeat(1, 1, 2).narrow(2, 0, 48)).sum().backward();
            }

            return input.grad!.data<float>().ToArray();
        }

        float[] expected = Gradient();
        float[][] found = await Task.WhenAll(Task.Run(Gradient), Task.Run(Gradient), Task.Run(Gradient));

        Assert.All(found, gradient => Assert.Equal(expected, gradient));
    }

    [Fact]
    public void Moving_and_another_type_keep_the_codes()
    {
        using QuantizedLinear layer = Create(LanguageWeights.Nf4);
        torch.Tensor expected = layer.forward(_input);

        layer.to(torch.CPU);
        layer.to(torch.float64);

        Assert.Equal([torch.uint8, torch.float64], layer.buffers().Select(b => b.dtype));
        AssertClose(expected, layer.forward(_input));
        Assert.Equal(torch.bfloat16, layer.forward(_input.to(torch.bfloat16)).dtype);
    }

    [Fact]
    public void A_failure_in_a_backward_pass_gives_no_numbers_and_is_thrown_afterwards()
    {
        QuantizedLinear layer = Create(LanguageWeights.Int8);
        torch.Tensor input = _input.clone().requires_grad_();
        torch.Tensor output = layer.forward(input).sum();
        layer.Dispose();

        output.backward();

        Assert.True(input.grad!.isnan().all().item<bool>());
        Assert.ThrowsAny<InvalidOperationException>(_guard.ThrowIfFailed);
        _guard.ThrowIfFailed();
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor found) => Assert.InRange((expected - found).abs().max().item<float>(), 0, 1e-5f);

    private QuantizedLinear Create(LanguageWeights kind)
    {
        using InitialWeights weights = InitialWeights.FromSeed(1);
        return (QuantizedLinear)new FrozenLinears(weights, kind, _guard, _buffers).Create(48, 32, 0.2);
    }
}
