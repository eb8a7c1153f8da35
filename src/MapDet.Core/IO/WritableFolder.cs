namespace MapDet.Core.IO;

/// <summary>Makes the folders that programs write to.</summary>
public static class WritableFolder
{
    /// <summary>Makes a folder and those above it; one that exists is left as it is.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="MapDetException">It can't be made; the message names it and says why.</exception>
    public static void Create(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MapDetException($"{path}: the folder can't be made: {e.Message}", e);
        }
    }
}
