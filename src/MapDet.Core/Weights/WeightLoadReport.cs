using System.Collections.Immutable;
using MapDet.Core.IO;

namespace MapDet.Core.Weights;

/// <summary>What became of the names in a weight file and in the model.</summary>
/// <param name="Loaded">Copied from the file into the model.</param>
/// <param name="Missing">In the model, absent from the file.</param>
/// <param name="Unexpected">In the file, absent from the model.</param>
/// <param name="WrongShape">In both, of different shapes: name, the file's shape, the model's shape.</param>
public sealed record WeightLoadReport(
    ImmutableArray<string> Loaded,
    ImmutableArray<string> Missing,
    ImmutableArray<string> Unexpected,
    ImmutableArray<string> WrongShape)
{
    private const int LongestName = 200;

    /// <summary>One line a kind: the number and the first names.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Describe());

    internal IEnumerable<string> Describe()
    {
        yield return $"loaded: {Loaded.Length}";
        foreach ((string kind, ImmutableArray<string> names) in new[] { ("missing", Missing), ("unexpected", Unexpected), ("wrong shape", WrongShape) })
        {
            if (names.Length > 0)
            {
                yield return $"{kind}: {names.Length} ({string.Join(", ", names.Take(5).Select(name => OneLine.Of(name, LongestName)))}{(names.Length > 5 ? ", …" : "")})";
            }
        }
    }
}
