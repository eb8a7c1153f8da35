using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Training.Loop;

/// <summary>The samples of a step. Owns its batches.</summary>
/// <param name="MicroBatches">One after the other.</param>
/// <param name="Begin">When the step began to wait for them, a timestamp.</param>
/// <param name="Wait">How long it waited.</param>
internal sealed record StepData(IReadOnlyList<MapBatch> MicroBatches, long Begin, TimeSpan Wait) : IDisposable
{
    /// <summary>The samples' tokens.</summary>
    public ImmutableArray<string> Tokens { get; } = [.. MicroBatches.SelectMany(b => b.Samples).Select(s => s.Token)];

    public void Dispose()
    {
        foreach (MapBatch batch in MicroBatches)
        {
            batch.Dispose();
        }
    }
}
