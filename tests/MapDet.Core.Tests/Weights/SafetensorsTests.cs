using System.Buffers.Binary;
using System.Text;
using MapDet.Core.Contracts;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Mapped_tensors_are_the_same_pages_outlive_the_reader_and_never_change_the_file()
    {
        string path = _folder.File("mapped.safetensors");
        SafetensorsWriter.Write(
            path,
            [new NamedParameter("a", torch.arange(6, dtype: torch.ScalarType.Float32).view(2, 3)), new NamedParameter("b", torch.arange(3, dtype: torch.ScalarType.Int64)), new NamedParameter("none", torch.zeros(0))]);
        byte[] before = File.ReadAllBytes(path);
        torch.Tensor first;
        torch.Tensor second;
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            first = file.Map("a")!;
            second = file.Map("a")!;
            Assert.Equal([0L, 1, 2], file.Map("b")!.data<long>().ToArray());
            Assert.Null(file.Map("none"));
        }

        Assert.Equal([0f, 1, 2, 3, 4, 5], first.data<float>().ToArray());
        Assert.Equal([2L, 3], first.shape);
        first.zero_();

        Assert.Equal(new float[6], second.data<float>().ToArray());
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void What_is_written_is_read_back_with_types_shapes_and_metadata()
    {
        string path = _folder.File("a.safetensors");
        torch.Tensor wide = torch.arange(6, dtype: torch.ScalarType.Float64).view(2, 3).t();
        NamedParameter[] tensors =
        [
            new("b.bytes", torch.arange(3, dtype: torch.ScalarType.Byte)),
            new("a.wide", wide),
            new("c.half", torch.ones(3, dtype: torch.ScalarType.BFloat16)),
            new("d.empty", torch.zeros(0, 4)),
            new("e.scalar", torch.tensor(3.5f)),
            new("f.flag", torch.arange(2).to_type(torch.ScalarType.Bool)),
            new("g.count", torch.arange(1, dtype: torch.ScalarType.Int64)),
        ];

        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["key"] = "ein \"Wert\" ü" });
        using SafetensorsFile file = SafetensorsFile.Open(path);

        Assert.Equal("ein \"Wert\" ü", file.Metadata["key"]);
        Assert.Equal(tensors.Select(t => t.Name).Order(), file.Names.Order());
        Assert.All(tensors, t =>
        {
            torch.Tensor read = file.Read(t.Name);
            Assert.Equal(t.Tensor.dtype, read.dtype);
            Assert.Equal(t.Tensor.shape, read.shape);
            Assert.Equal(t.Tensor.shape, file.Info(t.Name).Shape);
            Assert.True(t.Tensor.Equals(read));
        });
    }

    [Fact]
    public void Every_tensor_begins_at_a_multiple_of_its_item_size()
    {
        string path = _folder.File("a.safetensors");

        SafetensorsWriter.Write(path, [new("a", torch.zeros(3, dtype: torch.ScalarType.Byte)), new("b", torch.zeros(1, dtype: torch.ScalarType.Int64))]);

        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(0, file.Info("b").Offset % 8);
    }

    [Fact]
    public void Equal_tensors_in_another_order_give_equal_bytes()
    {
        NamedParameter a = new("a", torch.ones(2));
        NamedParameter b = new("b", torch.zeros(2));

        SafetensorsWriter.Write(_folder.File("ab"), [a, b]);
        SafetensorsWriter.Write(_folder.File("ba"), [b, a]);

        Assert.Equal(File.ReadAllBytes(_folder.File("ab")), File.ReadAllBytes(_folder.File("ba")));
    }

    [Fact]
    public void A_name_that_comes_twice_is_not_written()
    {
        NamedParameter a = new("a", torch.ones(2));

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_folder.File("aa"), [a, a]));
        Assert.False(File.Exists(_folder.File("aa")));
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "can't be read")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", 8, "can't be read")]
    [InlineData("""["x"]""", 0, "does not begin with")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "twice")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "twice")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "hole")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "overlap")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "rising order")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "do not fit")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "truncated")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "after its last tensor")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "whole numbers")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "whole numbers")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "too large")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "too large")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]}}""", 1, "too large")]
    [InlineData("""{"x":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}""", 8, "not supported")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2]}}""", 0, "missing")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}""", 8, "unknown")]
    [InlineData("""{"x":5}""", 0, "needs StartObject")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "needs String")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "twice")]
    [InlineData("""{"x":{"dtype":"F32","shape":[[[[[[2]]]]]],"data_offsets":[0,8]}}""", 8, "")]
    public void Broken_headers_are_refused_with_the_file_in_the_message(string header, int dataLength, string problem)
    {
        string path = Write(Encoding.UTF8.GetBytes(header), dataLength);

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path));

        Assert.Equal(path, e.File);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(40)]
    public void A_file_cut_short_is_refused(int length)
    {
        string path = _folder.File("cut");
        SafetensorsWriter.Write(path, [new("x", torch.ones(16))]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);

        Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path));
    }

    [Fact]
    public void A_header_longer_than_the_file_costs_no_memory()
    {
        string path = _folder.File("long");
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        File.WriteAllBytes(path, bytes);

        Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path));
    }

    [Fact]
    public void A_missing_file_and_a_missing_tensor_are_named()
    {
        string path = _folder.File("x");
        SafetensorsWriter.Write(path, [new("x", torch.ones(16))]);
        using SafetensorsFile file = SafetensorsFile.Open(path);

        Assert.Equal("y", Assert.Throws<InvalidInputException>(() => file.Read("y")).Record);
        Assert.Contains("no such file", Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path + "z")).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private string Write(byte[] header, int dataLength)
    {
        byte[] bytes = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes, 8);
        string path = _folder.File("broken");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
