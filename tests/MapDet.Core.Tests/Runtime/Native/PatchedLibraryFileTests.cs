using MapDet.Core.Runtime.Native;

namespace MapDet.Core.Tests.Runtime.Native;

public sealed class PatchedLibraryFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Storing_leaves_the_library_and_nothing_else()
    {
        string path = PatchedLibraryFile.Store(_folder.FullName, "lib.so", [1, 2, 3]);

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void A_stored_library_that_was_cut_short_is_written_anew()
    {
        string path = PatchedLibraryFile.Store(_folder.FullName, "lib.so", [1, 2, 3]);
        File.WriteAllBytes(path, [1]);

        PatchedLibraryFile.Store(_folder.FullName, "lib.so", [1, 2, 3]);

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_stored_library_that_is_whole_is_not_written_again()
    {
        string path = PatchedLibraryFile.Store(_folder.FullName, "lib.so", [1, 2, 3]);
        DateTime longAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, longAgo);

        PatchedLibraryFile.Store(_folder.FullName, "lib.so", [1, 2, 3]);

        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(path));
    }
}
