using System.Text.Encodings.Web;
using System.Text.Json;
using MapDet.Core.IO;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Writes records as nuScenes' JSON: names in snake case.</summary>
internal static class JsonFiles
{
    /// <summary>No white space.</summary>
    public static JsonSerializerOptions Compact { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>As the published tables are laid out: a line for every field and every number, not indented, nothing escaped without need.</summary>
    public static JsonSerializerOptions Published { get; } = new(Compact)
    {
        WriteIndented = true,
        IndentSize = 0,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a file; a sequence is written as it is made, however long.</summary>
    public static void Write<T>(string path, T content, JsonSerializerOptions format) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, content, format));
}
