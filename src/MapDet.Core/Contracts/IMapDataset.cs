namespace MapDet.Core.Contracts;

/// <summary>Samples in a fixed order. Implementations are safe for use from several threads at once.</summary>
public interface IMapDataset
{
    /// <summary>A name for messages, such as the split.</summary>
    string Name { get; }

    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>A hash of the ground truth, written into checkpoints and metrics.</summary>
    string GroundTruthHash { get; }

    /// <summary>The sample at a position, without its pictures.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    MapSample this[int index] { get; }
}
