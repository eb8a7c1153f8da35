using MapDet.NuScenes.GroundTruth;
using MapDet.Stage2.Reporting;

namespace MapDet.Stage2.Inspection;

/// <summary>What is in a ground-truth cache.</summary>
internal static class CacheInspection
{
    private static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    /// <summary>True for what is to be read as a cache.</summary>
    public static bool Recognizes(string path)
    {
        Span<byte> head = stackalloc byte[Magic.Length];
        using FileStream stream = File.OpenRead(path);
        return path.EndsWith(".arrow", StringComparison.OrdinalIgnoreCase)
            || (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(Magic));
    }

    /// <summary>Writes a summary; reads every element on the way.</summary>
    /// <exception cref="Core.InvalidInputException">The cache is damaged.</exception>
    public static void Describe(string path, TextWriter output, CancellationToken cancellationToken)
    {
        using GroundTruthCache cache = GroundTruthCache.Open(path);
        int elements = 0;
        for (int i = 0; i < cache.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            elements += cache[i].Elements.Length;
        }

        CacheSummary.Write(cache, output);
        CacheHistogram.Write(cache.Info.Statistics, output);
        if (elements != cache.Info.Statistics.Elements)
        {
            throw new Core.InvalidInputException(path, $"holds {elements} elements, but says that it holds {cache.Info.Statistics.Elements}", field: "statistics");
        }
    }
}
