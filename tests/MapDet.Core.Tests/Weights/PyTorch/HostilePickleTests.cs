using System.Globalization;
using System.IO.Compression;
using System.Text;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;

namespace MapDet.Core.Tests.Weights.PyTorch;

/// <summary>Pickles that want to run something, to take memory or never to end.</summary>
public sealed class HostilePickleTests : IDisposable
{
    private const string Tensor = "ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\00X\x03\0\0\0cpuK\x04tQ";
    private const string LongKey = "00000000000000000000000000000000000000000000000000000000000000000";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cos\nsystem\nX\x04\0\0\0true\x85R.", "os.system")]
    [InlineData("cposix\nsystem\nX\x04\0\0\0true\x85R.", "posix.system")]
    [InlineData("cbuiltins\neval\nX\x01\0\0\01\x85R.", "builtins.eval")]
    [InlineData("c__builtin__\nexec\nX\x01\0\0\01\x85R.", "__builtin__.exec")]
    [InlineData("csubprocess\nPopen\n)R.", "subprocess.Popen")]
    [InlineData("ctorch\nload\n)R.", "torch.load")]
    [InlineData("ctorch._utils\n_import_dotted_name\n)R.", "torch._utils._import_dotted_name")]
    [InlineData("ccollections\nOrderedDict.__init__\n)R.", "collections.OrderedDict.__init__")]
    public void A_name_that_no_tensor_needs_is_refused_before_anything_is_called(string pickle, string name)
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Open(pickle));

        Assert.Equal(name, e.Record);
    }

    [Theory]
    [InlineData("\x93.")] // STACK_GLOBAL: a name made of texts
    [InlineData("(X\x01\0\0\0aios\nsystem\n.")] // INST
    [InlineData("P1\n.")] // PERSID
    [InlineData("\x82\x01.")] // EXT1
    [InlineData("\x95\0\0\0\0\0\0\0\0.")] // FRAME
    public void Other_instructions_are_refused(string pickle) =>
        Assert.Contains("instruction", Assert.Throws<InvalidInputException>(() => Open(pickle)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("K\0K\x04\x85K\x01\x85\x89}tR.", 4)] // offset 0, shape [4], strides [1]
    [InlineData("K\x02K\x02\x85K\x01\x85\x89}tR.", 2)]
    [InlineData("K\0K\x05\x85K\0\x85\x89}tR.", 5)] // one number, repeated
    public void A_view_within_its_storage_is_read(string view, int count)
    {
        using IWeightSource source = Open(Tensor + view);

        Assert.Equal([count], source.Info("tensor").Shape.Select(n => (int)n));
    }

    [Theory]
    [InlineData("K\x01K\x04\x85K\x01\x85\x89}tR.")] // begins one too late
    [InlineData("K\0K\x03\x85K\x02\x85\x89}tR.")] // strides lead out
    [InlineData("K\0\x8a\x08\0\0\0\0\0\x01\0\0\x85K\0\x85\x89}tR.")] // one number, repeated without end
    [InlineData("J\xff\xff\xff\xffK\x01\x85K\x01\x85\x89}tR.")] // begins before the storage
    [InlineData("K\0J\xff\xff\xff\xff\x85K\x01\x85\x89}tR.")] // negative shape
    [InlineData("K\0\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f\x86K\x01K\x01\x86\x89}tR.")] // gigantic shape
    [InlineData("K\0\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01\x85K\x01\x85\x89}tR.")] // a shape of more than 64 bits
    [InlineData("K\0K\0\x8a\x08\0\0\0\0\0\0\0\x40K\x04\x87K\0K\0K\0\x87\x89}tR.")] // empty, and gigantic all the same
    [InlineData("K\0K\x04\x85K\x01K\x01\x86\x89}tR.")] // as many strides as dimensions
    public void A_view_beyond_its_storage_is_refused(string view) => Assert.Throws<InvalidInputException>(() => Open(Tensor + view));

    [Fact]
    public void Deep_nesting_ends_without_overflowing_the_stack()
    {
        string deep = new string(']', 200_000) + new string('a', 199_999) + ".";

        Assert.Contains("nested", Assert.Throws<InvalidInputException>(() => Open(deep)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_holds_itself_ends() =>
        Assert.Contains("nested", Assert.Throws<InvalidInputException>(() => Open("]q\0h\0a.")).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_that_double_with_each_level_end()
    {
        StringBuilder pickle = new("(]q\0");
        for (int level = 1; level < 60; level++)
        {
            string before = ((char)(level - 1)).ToString(CultureInfo.InvariantCulture);
            pickle.Append(CultureInfo.InvariantCulture, $"]q{(char)level}(h{before}h{before}e");
        }

        Assert.Contains("names", Assert.Throws<InvalidInputException>(() => Open(pickle + "t.")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X\xff\xff\xff\x7f.")]
    [InlineData("X\xff\xff\xff\xff.")]
    [InlineData("\x8a\xff.")]
    [InlineData("cos")]
    [InlineData("(")]
    [InlineData("")]
    [InlineData("R.")]
    [InlineData("t.")]
    [InlineData("h\x05.")]
    [InlineData("(R.")]
    [InlineData("]K\x01s.")]
    [InlineData("}(K\x01u.")]
    [InlineData("K\x01Q.")]
    [InlineData("(X\x07\0\0\0storagectorch\nFloatStorage\nX\x41\0\0\0" + LongKey + "X\x03\0\0\0cpuK\x04tQ.")]
    [InlineData("K\x01K\x02.")]
    [InlineData("(K\x01.")]
    [InlineData(".")]
    public void Nonsense_is_bad_input(string pickle) => Assert.Throws<InvalidInputException>(() => Open(pickle));

    [Theory]
    [InlineData("}(X\x01\0\0\0aK\x01X\x01\0\0\0aK\x02u.", "a")]
    [InlineData("}(X\x01\0\0\0a}(X\x01\0\0\0bK\x01uX\x03\0\0\0a.bK\x02u.", "a.b")]
    public void A_name_that_comes_twice_is_refused_also_where_it_is_no_tensors(string pickle, string name) =>
        Assert.Equal(name, Assert.Throws<InvalidInputException>(() => Open(pickle)).Record);

    [Fact]
    public void Tensors_that_share_numbers_can_be_read_as_long_as_they_do_not_multiply_the_file()
    {
        string repeated = Tensor + "K\0M\xff\xff\x85K\0\x85\x89}tRq\0"; // 65,535 numbers, 256 kB
        using (IWeightSource source = Open($"]({repeated}h\0h\0e."))
        {
            Assert.Equal(3, source.Names.Length);
        }

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Open($"]({repeated}h\0h\0h\0h\0e."));

        Assert.Contains("times the file's length", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_to_be_negated_when_it_is_read_is_refused() =>
        Assert.Contains(
            "negated",
            Assert.Throws<InvalidInputException>(() => Open(Tensor + "K\0K\x04\x85K\x01\x85\x89}}X\x03\0\0\0neg\x88stR.")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_message_stays_on_one_line_whatever_a_pickle_is_called()
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Open("cos\r\x1b[31m\nsystem\n."));

        Assert.DoesNotContain(e.Message, char.IsControl);
    }

    [Fact]
    public void Nothing_is_run()
    {
        string trace = _folder.File("trace");
        string command = $"touch {trace}";

        Assert.Throws<InvalidInputException>(() => Open($"cos\nsystem\nX{(char)command.Length}\0\0\0{command}\x85R."));

        Assert.False(File.Exists(trace));
    }

    [Fact]
    public void A_compressed_archive_is_refused_before_it_is_unpacked()
    {
        string path = _folder.File("bomb.pt");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream stream = archive.CreateEntry("a/data.pkl", CompressionLevel.Optimal).Open();
            stream.Write(new byte[50_000_000]);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => WeightFile.Open(path));

        Assert.Contains("compressed", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    /// <summary>Opens an archive with a pickle, whose characters are bytes, and a storage of four numbers.</summary>
    private IWeightSource Open(string pickle)
    {
        string path = _folder.File("hostile.pt");
        File.Delete(path);
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Write(archive, "a/data.pkl", [0x80, 2, .. Encoding.Latin1.GetBytes(pickle)]);
            Write(archive, "a/data/0", new byte[16]);
        }

        return WeightFile.Open(path);
    }

    private static void Write(ZipArchive archive, string name, byte[] content)
    {
        using Stream stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(content);
    }
}
