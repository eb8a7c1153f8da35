using MapDet.Core;
using MapDet.Core.Contracts;

namespace MapDet.Stage2.Inference;

/// <summary>Picks samples out of a data set.</summary>
internal static class SampleSelection
{
    /// <summary>The places of samples by name, in the order asked for.</summary>
    /// <exception cref="MapDetException">A sample is not there.</exception>
    public static IReadOnlyList<int> ByToken(IMapDataset dataset, IReadOnlyList<string> tokens)
    {
        Dictionary<string, int> places = Enumerable.Range(0, dataset.Count).ToDictionary(i => dataset[i].Token, StringComparer.Ordinal);
        return [.. tokens.Select(token => places.TryGetValue(token, out int place)
            ? place
            : throw new MapDetException($"--sample {token}: there is no such sample among the {dataset.Count} of '{dataset.Name}'."))];
    }

    /// <summary>Places spread evenly over a number of samples.</summary>
    /// <param name="available">How many samples there are.</param>
    /// <param name="wanted">How many are wanted at most.</param>
    public static IReadOnlyList<int> Spread(int available, int wanted)
    {
        int count = Math.Min(wanted, available);
        return [.. Enumerable.Range(0, count).Select(i => (int)((i + 0.5) * available / count))];
    }
}
