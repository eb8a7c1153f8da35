using MapDet.Core.IO;
using MapDet.Core.Tests.Runtime;

namespace MapDet.Core.Tests.IO;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_write_that_fails_leaves_the_former_file_and_nothing_beside_it()
    {
        string path = Path.Combine(_folder.FullName, "file.json");
        AtomicFile.WriteText(path, "former");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));

        Assert.Equal("former", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void Folders_on_the_way_are_made()
    {
        string path = Path.Combine(_folder.FullName, "a", "b", "file.txt");

        AtomicFile.WriteText(path, "text");

        Assert.Equal("text", File.ReadAllText(path));
    }

    [LinuxFact]
    public void A_full_device_is_an_error_and_stays_a_device()
    {
        Assert.Throws<IOException>(() => AtomicFile.WriteText("/dev/full", "text"));

        Assert.True(AtomicFile.IsDevice("/dev/full"));
        Assert.DoesNotContain(Directory.GetFiles("/dev"), file => file.StartsWith("/dev/full.", StringComparison.Ordinal));
        Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "text"));
    }

    [Fact]
    public void A_file_on_a_disk_is_no_device() => Assert.False(AtomicFile.IsDevice(_folder.FullName));
}
