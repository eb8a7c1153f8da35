using System.Collections.Immutable;
using MapDet.Core;

namespace MapDet.NuScenes.Tables;

/// <summary>
/// The annotated objects of one version of nuScenes: the tables <c>sample_annotation</c>, <c>instance</c>, <c>category</c>,
/// <c>attribute</c> and <c>visibility</c>, joined. Maps need none of them. Immutable and safe for use from several threads.
/// </summary>
/// <remarks>v1.0-test has no annotations. Format: https://github.com/nutonomy/nuscenes-devkit/blob/master/docs/schema_nuscenes.md.</remarks>
public sealed class NuScenesAnnotations
{
    private readonly TableFiles _files;
    private readonly SampleLookup _samples;
    private readonly InstanceTable _instances;
    private readonly AnnotationTable _annotations;
    private readonly InstanceTracks _tracks;
    private readonly RowGroups _bySample;

    private NuScenesAnnotations(TableFiles files, SampleLookup samples, InstanceTable instances, AnnotationTable annotations)
    {
        (_files, _samples, _instances, _annotations) = (files, samples, instances, annotations);
        _tracks = new InstanceTracks(files, instances, annotations);
        _bySample = new RowGroups(samples.Count, annotations.Count, row => annotations[row].Sample);
        Categories = [.. instances.Categories.Records];
        Attributes = [.. annotations.Attributes.Records];
        Visibilities = [.. annotations.Visibilities.Records];
    }

    /// <summary>The categories in the order of their table.</summary>
    public ImmutableArray<CategoryRecord> Categories { get; }

    /// <summary>The attributes in the order of their table.</summary>
    public ImmutableArray<AttributeRecord> Attributes { get; }

    /// <summary>The levels of visibility in the order of their table.</summary>
    public ImmutableArray<VisibilityRecord> Visibilities { get; }

    /// <summary>Number of objects.</summary>
    public int InstanceCount => _instances.Count;

    /// <summary>Number of annotations.</summary>
    public int Count => _annotations.Count;

    /// <summary>The objects in the order of their table, made one by one.</summary>
    public IEnumerable<InstanceRecord> Instances => Enumerable.Range(0, InstanceCount).Select(_instances.Record);

    /// <summary>The annotations in the order of their table, made one by one.</summary>
    public IEnumerable<AnnotationRecord> All => Enumerable.Range(0, Count).Select(Record);

    /// <summary>Reads and joins the tables; v1.0-trainval takes some 200 MB of memory.</summary>
    /// <param name="tables">The tables of the version.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">A table is absent, damaged, or its relations do not hold; the message names file, record and field.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static NuScenesAnnotations Load(NuScenesTables tables, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        TableFiles files = tables.Files(cancellationToken);
        SampleLookup samples = new(tables, files);
        InstanceTable instances = InstanceTable.Read(files);
        return new NuScenesAnnotations(files, samples, instances, AnnotationTable.Read(files, samples, instances));
    }

    /// <summary>The annotation of a token, or null if there is none.</summary>
    public AnnotationRecord? Find(string token) => _annotations.TryFind(_files.Texts.Parse(token), out int row) ? Record(row) : null;

    /// <summary>The object of a token, or null if there is none.</summary>
    public InstanceRecord? FindInstance(string token) => _instances.TryFind(_files.Texts.Parse(token), out int row) ? _instances.Record(row) : null;

    /// <summary>The annotations of a sample.</summary>
    /// <param name="sample">A sample of the tables that this was read with.</param>
    public ImmutableArray<AnnotationRecord> Of(SampleRecord sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ReadOnlySpan<int> rows = _bySample[sample.Index];
        ImmutableArray<AnnotationRecord>.Builder records = ImmutableArray.CreateBuilder<AnnotationRecord>(rows.Length);
        foreach (int row in rows)
        {
            records.Add(Record(row));
        }

        return records.MoveToImmutable();
    }

    /// <summary>The annotations of an object, from first to last.</summary>
    /// <param name="instance">An object of these tables.</param>
    /// <exception cref="ArgumentException">It is of other tables.</exception>
    public IEnumerable<AnnotationRecord> Of(InstanceRecord instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return _instances.TryFind(_files.Texts.Parse(instance.Token), out int row)
            ? Track(row)
            : throw new ArgumentException($"There is no instance '{instance.Token}'.", nameof(instance));
    }

    private IEnumerable<AnnotationRecord> Track(int instance)
    {
        for (int row = _tracks.First(instance); row != RowChains.None; row = _annotations.Chains.Next(row))
        {
            yield return Record(row);
        }
    }

    private AnnotationRecord Record(int row)
    {
        AnnotationRow data = _annotations[row];
        return new AnnotationRecord(
            _files.Texts.Text(_annotations.TokenAt(row)),
            _samples[data.Sample],
            _instances.Record(data.Instance),
            _annotations.AttributesOf(row),
            _annotations.VisibilityOf(row),
            data.BoxToWorld,
            data.Size,
            data.LidarPoints,
            data.RadarPoints,
            _annotations.Chains.PreviousToken(row),
            _annotations.Chains.NextToken(row));
    }
}
