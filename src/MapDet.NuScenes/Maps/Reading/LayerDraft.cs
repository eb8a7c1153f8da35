using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>
/// A layer whose records are read before those that they refer to are known, as layers come in any order. A record is made when it is
/// first asked for; the relations of the format run in no circle.
/// </summary>
internal sealed class LayerDraft<T>(MapFile file, string name)
    where T : MapRecord
{
    private readonly OrderedDictionary<RecordToken, Func<RecordOwner, T>> _drafts = [];
    private readonly Dictionary<RecordToken, T> _made = [];

    public string Name => name;

    /// <summary>Adds a record that is made later.</summary>
    public void Add(RecordToken token, Func<RecordOwner, T> make)
    {
        if (!_drafts.TryAdd(token, make))
        {
            throw file.Duplicate(name, token);
        }
    }

    /// <summary>The record of a token, or null if there is none.</summary>
    public T? Find(RecordToken token)
    {
        if (_made.TryGetValue(token, out T? record) || !_drafts.TryGetValue(token, out Func<RecordOwner, T>? make))
        {
            return record;
        }

        record = make(new RecordOwner(name, file.Texts.Text(token)));
        _made.Add(token, record);
        return record;
    }

    public MapLayer<T> ToLayer() => new(name, [.. _drafts.Keys.Select(token => Find(token)!)]);
}
