using MapDet.Core.Contracts;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Weights;

public sealed class WeightLoaderTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly SafetensorsFile _file;

    public WeightLoaderTests()
    {
        SafetensorsWriter.Write(_folder.File("w"), [new("a", torch.ones(2)), new("b", torch.ones(3, dtype: torch.ScalarType.Float64))]);
        _file = SafetensorsFile.Open(_folder.File("w"));
    }

    [Fact]
    public void Parameters_can_be_the_pages_of_the_file_where_types_are_equal()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TemporaryFolder folder = new();
        string path = folder.File("weights.safetensors");
        SafetensorsWriter.Write(path, [new NamedParameter("same", torch.ones(2, 2)), new NamedParameter("other", torch.ones(3, dtype: torch.ScalarType.Float16))]);
        torch.Tensor same = torch.zeros(2, 2);
        torch.Tensor other = torch.zeros(3);
        torch.Tensor pages;
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            WeightLoader.Load(file, [new NamedParameter("same", same), new NamedParameter("other", other)], sharesPages: true);
            pages = file.Map("same")!;
        }

        Assert.Equal([1f, 1, 1], other.data<float>().ToArray());
        Assert.Equal([1f, 1, 1, 1], same.data<float>().ToArray());
        pages.add_(torch.tensor(6f));
        Assert.Equal([7f, 7, 7, 7], same.data<float>().ToArray());
    }

    [Fact]
    public void Names_in_a_report_can_not_break_its_lines()
    {
        WeightLoadReport report = new([], [], ["a\nloaded: 5", "\u001b[31m"], []);

        Assert.Equal(2, report.ToString().Split(Environment.NewLine).Length);
        Assert.DoesNotContain('\u001b', report.ToString());
    }

    [Fact]
    public void Tensors_are_copied_in_place_into_parameters_that_require_gradients()
    {
        torch.Tensor a = torch.zeros(2).requires_grad_();
        torch.Tensor b = torch.zeros(3).requires_grad_();

        WeightLoadReport report = WeightLoader.Load(_file, [new("a", a), new("b", b)]);

        Assert.Equal(["a", "b"], report.Loaded.ToArray());
        Assert.Equal(5, (a.sum() + b.sum()).item<float>());
        Assert.True(a.requires_grad && b.requires_grad);
        Assert.Equal(torch.ScalarType.Float32, b.dtype);
    }

    [Fact]
    public void Differences_that_nobody_explains_are_errors_and_nothing_is_loaded()
    {
        torch.Tensor a = torch.zeros(2);

        InvalidInputException e = Assert.Throws<InvalidInputException>(
            () => WeightLoader.Load(_file, [new("a", a), new("b", torch.zeros(4)), new("c", torch.zeros(1))]));

        Assert.Contains("missing: 1 (c)", e.Message, StringComparison.Ordinal);
        Assert.Contains("wrong shape: 1 (b: file [3], model [4])", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, a.sum().item<float>());
    }

    [Fact]
    public void A_tensor_without_a_parameter_is_an_error()
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => WeightLoader.Load(_file, [new("a", torch.zeros(2))]));

        Assert.Contains("unexpected: 1 (b)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explained_differences_are_reported()
    {
        WeightLoadReport report = WeightLoader.Load(
            _file, [new("a", torch.zeros(2)), new("c", torch.zeros(2))], mayBeMissing: name => name == "c", mayBeLeftOver: name => name == "b");

        Assert.Equal(["a"], report.Loaded.ToArray());
        Assert.Equal(["c"], report.Missing.ToArray());
        Assert.Equal(["b"], report.Unexpected.ToArray());
    }

    public void Dispose()
    {
        _file.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }
}
