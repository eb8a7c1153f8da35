using MapDet.CustomData.Sources;

namespace MapDet.CustomData.Tests.Sources;

/// <summary>The sample's own data as it lies in the repository.</summary>
internal static class TinyData
{
    public static DataFolder Folder { get; } = new(Path.Combine(AppContext.BaseDirectory, "data"));

    /// <summary>The text files of the data, copied to where a test may break them.</summary>
    public static DataFolder CopyTo(TemporaryFolder folder)
    {
        DataFolder copy = new(folder.Path);
        File.Copy(Folder.Frames, copy.Frames);
        File.Copy(Folder.Cameras, copy.Cameras);
        File.Copy(Folder.Splits, copy.Splits);
        return copy;
    }
}
