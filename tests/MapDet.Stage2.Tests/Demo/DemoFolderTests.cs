using MapDet.Core;
using MapDet.Stage2.Demo;

namespace MapDet.Stage2.Tests.Demo;

public sealed class DemoFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_run_takes_the_place_of_an_earlier_one()
    {
        string path = _folder.File("demo");
        DemoFolder.Prepare(path);
        Directory.CreateDirectory(Path.Combine(path, "world"));
        File.WriteAllText(Path.Combine(path, "metrics.json"), "{}");

        DemoFolder.Prepare(path);

        Assert.Equal([Path.Combine(path, DemoFolder.MarkerName)], Directory.EnumerateFileSystemEntries(path));
    }

    [Fact]
    public void A_folder_with_something_else_is_left_alone()
    {
        string other = _folder.File("thesis.txt");
        File.WriteAllText(other, "precious");

        MapDetException e = Assert.Throws<MapDetException>(() => DemoFolder.Prepare(_folder.Path));

        Assert.StartsWith(_folder.Path, e.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(other));
    }

    [Fact]
    public void A_file_is_left_alone()
    {
        string file = _folder.File("demo");
        File.WriteAllText(file, "precious");

        Assert.Throws<MapDetException>(() => DemoFolder.Prepare(file));
    }
}
