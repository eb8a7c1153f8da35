using MapDet.Core.IO;

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
}
