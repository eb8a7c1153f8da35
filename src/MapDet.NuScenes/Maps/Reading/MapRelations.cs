using System.Collections.Immutable;
using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>
/// Follows relations between the layers of a map. Real maps leave many empty and some lead nowhere; both are no relation, and the latter are
/// kept in a list.
/// </summary>
internal sealed class MapRelations(MapFile file)
{
    private readonly ImmutableArray<DanglingReference>.Builder _dangling = ImmutableArray.CreateBuilder<DanglingReference>();

    public ImmutableArray<DanglingReference> Dangling => _dangling.ToImmutable();

    /// <summary>The record that another one refers to; null if there is none.</summary>
    public T? Find<T>(LayerDraft<T> layer, RecordOwner owner, RecordReference reference)
        where T : MapRecord
    {
        T? record = layer.Find(reference.Target);
        if (record is null)
        {
            ReportUnlessNone(owner, reference);
        }

        return record;
    }

    /// <summary>The records that another one refers to.</summary>
    public ImmutableArray<T> FindAll<T>(LayerDraft<T> layer, RecordOwner owner, string field, RecordToken[] targets)
        where T : MapRecord =>
        [.. targets.Select(target => Find(layer, owner, new RecordReference(field, target))).OfType<T>()];

    /// <summary>Keeps a reference that leads nowhere in the list; an empty one is none.</summary>
    public void ReportUnlessNone(RecordOwner owner, RecordReference reference)
    {
        if (!reference.Target.IsNone)
        {
            _dangling.Add(new DanglingReference(owner.Layer, owner.Token, reference.Field, file.Texts.Text(reference.Target)));
        }
    }
}
