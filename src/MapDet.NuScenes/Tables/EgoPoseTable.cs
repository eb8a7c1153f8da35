using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The table <c>ego_pose</c>: one row for each record of every sensor, most of which nobody asks for.</summary>
internal sealed class EgoPoseTable
{
    public const string Table = "ego_pose";

    private readonly TokenList _tokens = new();
    private readonly ChunkedList<Pose> _poses = new();
    private readonly ChunkedList<long> _timestamps = new();

    public int Count => _poses.Count;

    public Pose this[int row] => _poses[row];

    public RecordToken TokenAt(int row) => _tokens[row];

    /// <summary>The time of a row, of tables that were read with times.</summary>
    public long TimestampAt(int row) => _timestamps[row];

    public bool TryFind(RecordToken token, out int row) => _tokens.TryFind(token, out row);

    /// <summary>The row that a field of another table names.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public int Find(TableFiles files, string table, TokenColumn record, TokenColumn field) =>
        _tokens.TryFind(field.Value, out int row) ? row : throw files.Unknown(table, record, field, Table);

    /// <summary>Reads the table.</summary>
    /// <param name="files">Where it lies.</param>
    /// <param name="withTimes">False to leave out the times, which the key frames' records have themselves.</param>
    public static EgoPoseTable Read(TableFiles files, bool withTimes = false)
    {
        EgoPoseTable table = new();
        TokenColumn token = files.Token("token");
        PoseColumns pose = new();
        IntegerColumn timestamp = new("timestamp");
        Column[] columns = withTimes ? [timestamp, pose.Rotation, pose.Translation] : [pose.Rotation, pose.Translation];
        RecordSchema schema = new(token, columns);
        string path = files.PathOf(Table);
        files.Read(Table, schema, () =>
        {
            if (!table._tokens.TryAdd(token.Value))
            {
                throw files.Duplicate(Table, token);
            }

            table._poses.Add(pose.Read(path, schema));
            if (withTimes)
            {
                table._timestamps.Add(timestamp.Value);
            }
        });
        return table;
    }
}
