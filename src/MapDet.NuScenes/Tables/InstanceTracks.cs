using System.Collections;
using MapDet.Core;

namespace MapDet.NuScenes.Tables;

/// <summary>Where the chain of annotations of each object begins.</summary>
internal sealed class InstanceTracks
{
    private readonly TableFiles _files;
    private readonly InstanceTable _instances;
    private readonly AnnotationTable _annotations;
    private readonly int[] _firstRows;

    /// <summary>Walks the chains of all objects.</summary>
    /// <exception cref="InvalidInputException">A chain is not what its object says, or comes not past all of the object's annotations.</exception>
    public InstanceTracks(TableFiles files, InstanceTable instances, AnnotationTable annotations)
    {
        (_files, _instances, _annotations) = (files, instances, annotations);
        _firstRows = new int[instances.Count];
        BitArray seen = new(annotations.Count);
        for (int instance = 0; instance < instances.Count; instance++)
        {
            _firstRows[instance] = FindFirst(instance);
            Walk(instance, seen);
        }

        for (int row = 0; row < annotations.Count; row++)
        {
            if (!seen[row])
            {
                throw files.Fault(
                    AnnotationTable.Table, "the chain of its instance does not come past this annotation.", annotations.TokenAt(row), "instance_token");
            }
        }
    }

    /// <summary>The row of an object's first annotation.</summary>
    public int First(int instance) => _firstRows[instance];

    private int FindFirst(int instance)
    {
        InstanceRow row = _instances[instance];
        if (!_annotations.TryFind(row.FirstAnnotation, out int first))
        {
            throw _files.Unknown(
                InstanceTable.Table, _instances.TokenAt(instance), "first_annotation_token", row.FirstAnnotation, AnnotationTable.Table);
        }

        if (_annotations[first].Instance != instance)
        {
            throw Fault(instance, "the first annotation is of another instance.", "first_annotation_token");
        }

        return _annotations.Chains.Previous(first) == RowChains.None
            ? first
            : throw Fault(instance, "there is an annotation before the first one.", "first_annotation_token");
    }

    private void Walk(int instance, BitArray seen)
    {
        int count = 0;
        int last = RowChains.None;
        for (int row = _firstRows[instance]; row != RowChains.None; row = _annotations.Chains.Next(row))
        {
            (last, seen[row]) = (row, true);
            count++;
        }

        if (_annotations.TokenAt(last) != _instances[instance].LastAnnotation)
        {
            throw Fault(instance, "the chain of annotations ends elsewhere.", "last_annotation_token");
        }

        if (count != _instances[instance].AnnotationCount)
        {
            throw Fault(instance, $"the instance has {count} annotations, not {_instances[instance].AnnotationCount}.", "nbr_annotations");
        }
    }

    private InvalidInputException Fault(int instance, string problem, string field) =>
        _files.Fault(InstanceTable.Table, problem, _instances.TokenAt(instance), field);
}
