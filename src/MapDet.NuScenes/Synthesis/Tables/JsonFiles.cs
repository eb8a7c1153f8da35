using System.Text.Json;
using MapDet.Core.IO;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Writes records as nuScenes' JSON: names in snake case, no white space.</summary>
internal static class JsonFiles
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Write<T>(string path, T content) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, content, Format));
}
