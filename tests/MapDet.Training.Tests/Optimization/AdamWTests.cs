using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using MapDet.Training.Optimization;
using MapDet.Training.Tests.Fakes;
using TorchSharp;
using AdamW = MapDet.Training.Optimization.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace MapDet.Training.Tests.Optimization;

public sealed class AdamWTests
{
    [Fact]
    public void Two_steps_give_the_numbers_computed_by_hand()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Parameter weight = new(torch.tensor(new[] { 1f, -2f }));
        using AdamW optimizer = Optimizer(0.01, ("w", weight));

        optimizer.Parameters.Gradients.narrow(0, 0, 2).copy_(torch.tensor(new[] { 0.5f, -0.1f }));
        optimizer.Step(0.1);
        float[] first = weight.data<float>().ToArray();
        optimizer.Parameters.Gradients.narrow(0, 0, 2).copy_(torch.tensor(new[] { -1f, 0.3f }));
        optimizer.Step(0.05);
        float[] second = weight.data<float>().ToArray();

        // First step: p (1 - lr wd) - lr sign(g), as both corrected moments are those of one gradient.
        Assert.Equal(0.899, first[0], 1e-6);
        Assert.Equal(-1.898, first[1], 1e-6);

        // Second step: m = .9 (.1 g1) + .1 g2, v = .999 (.001 g1^2) + .001 g2^2, divided by 1 - .9^2 and 1 - .999^2.
        Assert.Equal(Second(0.899, 0.5, -1), second[0], 1e-6);
        Assert.Equal(Second(-1.898, -0.1, 0.3), second[1], 1e-6);
    }

    [Fact]
    public void Fifty_steps_on_many_tensors_equal_those_of_the_reference_optimiser()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long[][] shapes = [[7], [3, 5], [1], [2, 3, 4]];
        using torch.Generator generator = new torch.Generator().manual_seed(3);
        torch.Tensor[] start = [.. shapes.Select(s => torch.randn(s, generator: generator))];
        Parameter[] mine = [.. start.Select(t => new Parameter(t.clone()))];
        Parameter[] theirs = [.. start.Select(t => new Parameter(t.clone()))];
        using AdamW optimizer = Optimizer(0.01, [.. mine.Select((p, i) => ($"p{i}", p))]);
        var reference = torch.optim.AdamW(theirs, 1e-2, weight_decay: 0.01);

        for (int step = 0; step < 50; step++)
        {
            optimizer.ZeroGradients();
            reference.zero_grad();
            Loss(mine, step).backward();
            Loss(theirs, step).backward();
            optimizer.Step(1e-2);
            reference.step();
        }

        float[] expected = [.. theirs.SelectMany(p => p.data<float>().ToArray())];
        float[] actual = [.. mine.SelectMany(p => p.data<float>().ToArray())];
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
    }

    [Fact]
    public void Parameters_stay_the_same_leaf_tensors_with_their_values()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Parameter weight = new(torch.arange(6, torch.float32).view(2, 3));
        using AdamW optimizer = Optimizer(0, ("a", new Parameter(torch.ones(5))), ("w", weight));

        (weight * 2).sum().backward();

        Assert.True(weight.is_leaf && weight.requires_grad);
        Assert.Equal([2L, 3L], weight.shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5], weight.data<float>().ToArray());
        Assert.Equal(Math.Sqrt(6 * 4), optimizer.GradientNorm(), 1e-5);
    }

    [Fact]
    public void A_parameter_without_gradients_is_refused_by_its_name()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ArgumentException e = Assert.Throws<ArgumentException>(() => Optimizer(0, ("frozen.weight", new Parameter(torch.ones(2), false))));
        Assert.Contains("frozen.weight", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saved_moments_are_found_again_by_name_whatever_their_order()
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = torch.NewDisposeScope();
        Parameter a = new(torch.ones(3));
        Parameter b = new(torch.ones(2, 2));
        using AdamW saved = Optimizer(0.01, ("a", a), ("b", b));
        ((a * 3).sum() + (b * b).sum()).backward();
        saved.Step(0.1);
        SafetensorsWriter.Write(folder["o.safetensors"], saved.State());
        Parameter a2 = new(a.detach().clone());
        Parameter b2 = new(b.detach().clone());
        using AdamW loaded = Optimizer(0.01, ("b", b2), ("a", a2));
        using (SafetensorsFile file = SafetensorsFile.Open(folder["o.safetensors"]))
        {
            Assert.Contains("exp_avg.a", file.Names);
            Assert.Contains("exp_avg_sq.b", file.Names);
            loaded.Load(file, saved.Updates);
        }

        ((a2 * 3).sum() + (b2 * b2).sum()).backward();
        saved.ZeroGradients();
        ((a * 3).sum() + (b * b).sum()).backward();
        saved.Step(0.1);
        loaded.Step(0.1);

        Assert.Equal(a.data<float>().ToArray(), a2.data<float>().ToArray());
        Assert.Equal(b.data<float>().ToArray(), b2.data<float>().ToArray());
    }

    [Fact]
    public void The_first_gradient_that_is_not_finite_is_named()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Parameter good = new(torch.ones(2));
        Parameter bad = new(torch.ones(2));
        using AdamW optimizer = Optimizer(0, ("good", good), ("bad", bad));

        ((good * 2).sum() + (bad * float.PositiveInfinity).sum()).backward();

        Assert.False(double.IsFinite(optimizer.GradientNorm()));
        Assert.Equal("bad", optimizer.FirstNonFiniteGradient());
    }

    [Fact]
    public void Gradients_are_clipped_by_the_norm_of_all_groups_together()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Parameter queries = new(torch.zeros(1));
        Parameter decoder = new(torch.zeros(1));
        using Stage2Optimizer optimizer = new(
            [
                new ParameterGroup(TrainedPart.QFormer, []),
                new ParameterGroup(TrainedPart.MapQueries, [new NamedParameter("q", queries)]),
                new ParameterGroup(TrainedPart.MapDecoder, [new NamedParameter("d", decoder)]),
            ],
            weightDecay: 0);
        ((queries * 3) + (decoder * 4)).sum().backward();

        GradientNorms before = optimizer.MeasureGradients();
        optimizer.ClipGradients(before, 1);
        GradientNorms after = optimizer.MeasureGradients();

        Assert.Equal(new GradientNorms(0, 3, 4), before);
        Assert.Equal(5, before.Total, 1e-6);
        Assert.Equal(1, after.Total, 1e-5);
        Assert.Equal(0.6, after.Queries, 1e-5);
    }

    private static AdamW Optimizer(double weightDecay, params (string Name, Parameter Parameter)[] parameters) =>
        new(new FlatParameters([.. parameters.Select(p => new NamedParameter(p.Name, p.Parameter))]), weightDecay);

    private static torch.Tensor Loss(Parameter[] parameters, int step) =>
        parameters.Select((p, i) => ((p - (0.1 * step) - i).pow(2) * (i + 1)).sum()).Aggregate((a, b) => a + b);

    private static double Second(double p, double g1, double g2)
    {
        double m = (0.9 * 0.1 * g1) + (0.1 * g2);
        double v = (0.999 * 0.001 * g1 * g1) + (0.001 * g2 * g2);
        double denominator = Math.Sqrt(v / (1 - (0.999 * 0.999))) + 1e-8;
        return (p * (1 - (0.05 * 0.01))) - (0.05 * m / (1 - 0.81) / denominator);
    }
}
