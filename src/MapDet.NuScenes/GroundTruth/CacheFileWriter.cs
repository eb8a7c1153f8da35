using Apache.Arrow;
using Apache.Arrow.Ipc;
using MapDet.Core.IO;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Writes record batches as a complete cache file or not at all.</summary>
internal static class CacheFileWriter
{
    public static void Write(string path, Schema schema, IEnumerable<RecordBatch> batches) => AtomicFile.Write(path, stream =>
    {
        using ArrowFileWriter writer = new(stream, schema, leaveOpen: true);
        writer.WriteStart();
        foreach (RecordBatch batch in batches)
        {
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
    });
}
