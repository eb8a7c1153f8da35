using Microsoft.Extensions.Logging;

namespace MapDet.NuScenes;

/// <summary>The messages of this package.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Made the ground-truth cache {Path}: {Samples} samples, {Elements} elements")]
    public static partial void CacheMade(ILogger logger, string path, int samples, int elements);

    [LoggerMessage(2, LogLevel.Debug, "Took over {Path}, which an interrupted run had finished")]
    public static partial void PartTakenOver(ILogger logger, string path);

    [LoggerMessage(3, LogLevel.Information, "Read {Version} in {DataRoot}: {Scenes} scenes, {Samples} samples")]
    public static partial void TablesRead(ILogger logger, string version, string dataRoot, int scenes, int samples);

    [LoggerMessage(4, LogLevel.Warning, "{Missing} of the {Listed} scenes that the split '{Split}' lists are not in {Version}")]
    public static partial void ScenesMissing(ILogger logger, int missing, int listed, string split, string version);

    [LoggerMessage(5, LogLevel.Information, "Making the ground-truth cache {Path} of split '{Split}' ({Samples} samples)")]
    public static partial void MakingCache(ILogger logger, string path, string split, int samples);

    [LoggerMessage(6, LogLevel.Warning, "{Problem} It is made again")]
    public static partial void CacheDamaged(ILogger logger, string problem);

    [LoggerMessage(7, LogLevel.Warning, "The maps of {Version} are not there: whether {Path} was made from them can't be checked")]
    public static partial void MapsAbsent(ILogger logger, string version, string path);
}
