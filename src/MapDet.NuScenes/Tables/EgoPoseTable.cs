using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The table <c>ego_pose</c>: one row for each record of every sensor, most of which nobody asks for.</summary>
internal sealed class EgoPoseTable
{
    public const string Table = "ego_pose";

    private readonly TokenIndex _index = new();
    private readonly ChunkedList<Pose> _poses = new();

    public int Count => _poses.Count;

    public bool TryFind(RecordToken token, out Pose pose)
    {
        bool isFound = _index.TryFind(token, out int position);
        pose = isFound ? _poses[position] : default;
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
            table._index.Add(token.Value);
            table._poses.Add(pose.Read(path, schema));
        });
        return table._index.TryBuild(out RecordToken duplicate) ? table : throw files.Duplicate(Table, files.Texts.Text(duplicate));
    }
}
