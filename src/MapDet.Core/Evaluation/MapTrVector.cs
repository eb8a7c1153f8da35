using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Evaluation;

/// <summary>An element of MapTR's files.</summary>
/// <param name="Class">Its <c>type</c>.</param>
/// <param name="Points">Its <c>pts</c>, metres.</param>
/// <param name="Score">Its <c>confidence_level</c>; null where there is none.</param>
internal readonly record struct MapTrVector(MapClass Class, ImmutableArray<Point2> Points, double? Score)
{
    /// <summary>Writes an element.</summary>
    public static void Write(Utf8JsonWriter writer, MapClass mapClass, ImmutableArray<Point2> points, double? score)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("pts");
        foreach (Point2 point in points)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(point.X);
            writer.WriteNumberValue(point.Y);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteNumber("pts_num", points.Length);
        writer.WriteString("cls_name", mapClass.Name());
        writer.WriteNumber("type", (int)mapClass);
        if (score is { } confidence)
        {
            writer.WriteNumber("confidence_level", confidence);
        }

        writer.WriteEndObject();
    }
}
