using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using MapDet.Core.Weights.PyTorch;
using TorchSharp;

namespace MapDet.Core.Tests.Weights.PyTorch;

/// <summary>How numbers lie in files: repeated, in another order of bytes, in the kind of file before PyTorch 1.6.</summary>
public sealed class PyTorchLayoutTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_tensor_can_repeat_the_numbers_of_its_storage()
    {
        // As torch.arange(2.).expand(3, 2) is saved.
        string path = _folder.File("expanded.pt");
        WriteArchive(path, Tensor("FloatStorage", 2, "K\x03K\x02\x86K\0K\x01\x86"), new byte[] { 0, 0, 0, 0, 0, 0, 128, 63 });

        using PyTorchFile file = PyTorchFile.Open(path);

        Assert.Equal([3L, 2], file.Info("tensor").Shape.AsEnumerable());
        Assert.Equal([0, 1, 0, 1, 0, 1], Values(file));
    }

    [Theory]
    [InlineData("ByteStorage", 1)]
    [InlineData("ShortStorage", 2)]
    [InlineData("IntStorage", 4)]
    [InlineData("LongStorage", 8)]
    public void Numbers_of_every_length_are_turned_round(string type, int length)
    {
        string path = _folder.File("big.pt");
        byte[] data = new byte[3 * length];
        data[length - 1] = 5;
        data[^1] = 7;
        WriteArchive(path, Tensor(type, 3, "K\x03\x85K\x01\x85"), data, "big");

        using PyTorchFile file = PyTorchFile.Open(path);

        Assert.Equal([5, 0, 7], Values(file));
    }

    [Fact]
    public void What_lies_before_a_tensor_in_its_storage_is_not_read()
    {
        const int Length = 1 << 20;
        string path = _folder.File("large.pt");
        byte[] storage = new byte[Length];
        storage[^1] = 7;
        WriteArchive(path, Tensor("ByteStorage", 1, "K\x01\x85K\x01\x85"), storage);
        using CountingStream stream = new(File.ReadAllBytes(path));
        using ZipStorages archive = new(stream);
        long before = stream.BytesRead;

        using Stream last = archive.Open(new StorageReference("0", torch.ScalarType.Byte, 1, Length, 0), Length - 1);

        Assert.Equal(7, last.ReadByte());
        Assert.InRange(stream.BytesRead - before, 1, 1000);
    }

    [Fact]
    public void An_unknown_order_of_bytes_is_refused()
    {
        string path = _folder.File("middle.pt");
        WriteArchive(path, Tensor("ByteStorage", 1, "K\x01\x85K\x01\x85"), [1], "middle");

        Assert.Equal("a/byteorder", Assert.Throws<InvalidInputException>(() => PyTorchFile.Open(path)).Record);
    }

    [Theory]
    [InlineData('\x88')]
    [InlineData('\x89')]
    public void Numbers_of_a_legacy_file_begin_with_their_lowest_byte_whatever_it_says_of_the_machine(char isLittleEndian)
    {
        // Seen with torch.load of PyTorch 1.13, whose answer does not change with the flag.
        string path = _folder.File("legacy.pth");
        byte[] count = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(count, 2);
        File.WriteAllBytes(
            path,
            [
                .. Pickle("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."),
                .. Pickle("M\xe9\x03."),
                .. Pickle($"}}X\x0d\0\0\0little_endian{isLittleEndian}s."),
                .. Pickle(Tensor("ShortStorage", 2, "K\x02\x85K\x01\x85", legacyView: "N")),
                .. Pickle("]X\x01\0\0\00a."),
                .. count,
                5, 0, 0, 1,
            ]);

        using PyTorchFile file = PyTorchFile.Open(path);

        Assert.Equal([5, 256], Values(file));
    }

    private static double[] Values(PyTorchFile file) => file.Read("tensor").to_type(torch.ScalarType.Float64).data<double>().ToArray();

    private static string Tensor(string type, int count, string view, string legacyView = "") =>
        $"ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\n{type}\nX\x01\0\0\00X\x03\0\0\0cpuK{(char)count}{legacyView}tQK\0{view}\x89}}tR.";

    private static byte[] Pickle(string instructions) => [0x80, 2, .. Encoding.Latin1.GetBytes(instructions)];

    private static void WriteArchive(string path, string pickle, byte[] storage, string? order = null)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Write(archive, "a/data.pkl", Pickle(pickle));
        Write(archive, "a/data/0", storage);
        if (order is not null)
        {
            Write(archive, "a/byteorder", Encoding.ASCII.GetBytes(order));
        }
    }

    private sealed class CountingStream(byte[] content) : MemoryStream(content, writable: false)
    {
        public long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            BytesRead += read;
            return read;
        }
    }

    private static void Write(ZipArchive archive, string name, byte[] content)
    {
        using Stream stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(content);
    }
}
