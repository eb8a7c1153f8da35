using MapDet.Core.IO;

namespace MapDet.Core.Tests.IO;

public sealed class WritableFolderTests
{
    [Fact]
    public void A_folder_below_a_file_is_refused_with_its_name()
    {
        string file = Path.GetTempFileName();
        string folder = Path.Combine(file, "below");

        MapDetException e = Assert.Throws<MapDetException>(() => WritableFolder.Create(folder));

        Assert.StartsWith($"{folder}: the folder can't be made", e.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
