using System.Text.Json;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Weights;

public sealed class PyTorchFileTests
{
    [Theory]
    [InlineData("tensors", ".pt")]
    [InlineData("tensors", "_legacy.pth")]
    [InlineData("state_dict", ".pt")]
    [InlineData("state_dict", "_legacy.pth")]
    [InlineData("checkpoint", ".pt")]
    [InlineData("checkpoint", "_legacy.pth")]
    [InlineData("tensor", ".pt")]
    [InlineData("tensor", "_legacy.pth")]
    public void Every_tensor_is_what_PyTorch_reads(string content, string ending)
    {
        using PyTorchFile file = PyTorchFile.Open(PathOf(content + ending));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf("expected.json")));
        JsonElement expected = json.RootElement.GetProperty(content);

        Assert.Equal(expected.EnumerateObject().Select(t => t.Name), file.Names);
        Assert.All(expected.EnumerateObject(), tensor => AssertEqual(tensor.Value, file, tensor.Name));
    }

    [Fact]
    public void Numbers_of_a_big_endian_machine_are_turned_round()
    {
        using PyTorchFile big = PyTorchFile.Open(PathOf("big_endian.pt"));
        using PyTorchFile little = PyTorchFile.Open(PathOf("little_endian.pt"));

        Assert.Equal(Values(little, "tensor"), Values(big, "tensor"));
        Assert.Equal([0, 1, 2, 3, 4, 5], Values(big, "tensor"));
    }

    [Theory]
    [InlineData("checkpoint.pt")]
    [InlineData("checkpoint_legacy.pth")]
    public void What_is_no_tensor_is_kept_as_text(string file)
    {
        using PyTorchFile checkpoint = PyTorchFile.Open(PathOf(file));
        Dictionary<string, string> values = new(checkpoint.Values);

        Assert.Equal(("3", "tiny", "0.25", "torch.bfloat16", "1099511627776"), (values["epoch"], values["arch"], values["best"], values["dtype"], values["steps"]));
        Assert.Equal("0.999", values["optimizer.param_groups.0.betas.1"]);
    }

    [Fact]
    public void Reading_belongs_to_the_callers_scope()
    {
        using PyTorchFile file = PyTorchFile.Open(PathOf("tensors.pt"));
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (torch.NewDisposeScope())
        {
            foreach (string name in file.Names)
            {
                file.Read(name);
            }

            Assert.Equal(before + file.Names.Length, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_whole_module_is_refused_by_the_name_of_its_class()
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => PyTorchFile.Open(PathOf("module.pt")));

        Assert.Equal("torch.nn.modules.linear.Linear", e.Record);
        Assert.Contains("nothing of it was run", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_not_there_is_named()
    {
        using PyTorchFile file = PyTorchFile.Open(PathOf("tensor.pt"));

        Assert.Equal("other", Assert.Throws<InvalidInputException>(() => file.Read("other")).Record);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        using TemporaryFolder folder = new();

        Assert.Contains("no such file", Assert.Throws<InvalidInputException>(() => PyTorchFile.Open(folder.File("none.pt"))).Message, StringComparison.Ordinal);
    }

    private static string PathOf(string name) => GoldenTensors.PathOf("pytorch", name);

    private static void AssertEqual(JsonElement expected, PyTorchFile file, string name)
    {
        WeightInfo info = file.Info(name);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()), info.Shape);
        Assert.Equal(expected.GetProperty("dtype").GetString(), TypeName(info.DType));
        Assert.Equal(expected.GetProperty("values").EnumerateArray().Select(n => n.GetDouble()), Values(file, name));
    }

    private static double[] Values(PyTorchFile file, string name)
    {
        using torch.Tensor tensor = file.Read(name);
        Assert.Equal(file.Info(name).Shape.AsEnumerable(), tensor.shape);
        using torch.Tensor wide = tensor.to_type(torch.ScalarType.Float64);
        return wide.numel() == 0 ? [] : wide.data<double>().ToArray();
    }

    private static string TypeName(torch.ScalarType type) => type == torch.ScalarType.Byte ? "uint8" : type.ToString().ToLowerInvariant();
}
