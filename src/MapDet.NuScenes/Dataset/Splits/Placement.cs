using System.Collections.Immutable;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Scenes that have been given to splits so far, and what that costs.</summary>
/// <param name="Pieces">Groups of scenes, each with the split that it went to.</param>
/// <param name="Needs">How many samples each split still wants.</param>
/// <param name="Cost">Samples lost at cuts, and samples that a split got beyond its need.</param>
internal sealed record Placement(ImmutableList<(int[] Scenes, int Split)> Pieces, ImmutableArray<double> Needs, double Cost)
{
    /// <summary>Nothing given yet.</summary>
    public static Placement Start(IEnumerable<double> needs) => new([], [.. needs], 0);

    /// <summary>The split that wants the most.</summary>
    public int Neediest => Enumerable.Range(0, Needs.Length).MaxBy(split => Needs[split]);

    /// <summary>Gives scenes to a split.</summary>
    /// <param name="scenes">The scenes.</param>
    /// <param name="split">The split.</param>
    /// <param name="need">What it still wants after that.</param>
    /// <param name="cost">What is added to the cost.</param>
    public Placement With(int[] scenes, int split, double need, double cost) =>
        new(Pieces.Add((scenes, split)), Needs.SetItem(split, need), Cost + cost);
}
