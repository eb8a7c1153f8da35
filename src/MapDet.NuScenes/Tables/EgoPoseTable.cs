using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The table <c>ego_pose</c>: one row for each record of every sensor, most of which nobody asks for.</summary>
internal sealed class EgoPoseTable
{
    public const string Table = "ego_pose";

    private readonly Dictionary<RecordToken, int> _index = [];
    private readonly ChunkedList<Pose> _poses = new();

    public int Count => _poses.Count;

    public bool TryFind(RecordToken token, out Pose pose)
    {
        bool isFound = _index.TryGetValue(token, out int index);
        pose = isFound ? _poses[index] : default;
        return isFound;
    }

    public static EgoPoseTable Read(TableFiles files)
    {
        EgoPoseTable table = new();
        TokenColumn token = files.Token("token");
        PoseColumns pose = new();
        RecordSchema schema = new(token, pose.Rotation, pose.Translation);
        string path = files.PathOf(Table);
        files.Read(Table, schema, () =>
        {
            if (!table._index.TryAdd(token.Value, table.Count))
            {
                throw files.Duplicate(Table, token.Text);
            }

            table._poses.Add(pose.Read(path, schema));
        });
        return table;
    }
}
