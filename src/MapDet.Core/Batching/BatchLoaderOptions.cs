using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Batching;

/// <summary>How far and how fast batches are loaded ahead.</summary>
public sealed record BatchLoaderOptions
{
    /// <summary>Pictures that are read at the same time.</summary>
    [Range(1, 256)]
    public int Workers { get; init; } = 4;

    /// <summary>Whole batches that wait for their use; one more is being loaded.</summary>
    [Range(1, 64)]
    public int Prefetch { get; init; } = 2;
}
