using System.Collections.Immutable;
using MapDet.Core.Parity.Losses;
using MapDet.Core.Parity.Models;
using MapDet.Core.Parity.Tokenization;

namespace MapDet.Core.Parity;

/// <summary>The checks of this library.</summary>
public static class ParityChecks
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<IParityCheck> All { get; } =
    [
        new PermutationsParity(),
        new AssignmentParity(),
        new MatcherParity(),
        new OriginalLossesParity(),
        new LossesParity(),
        new MapQueriesParity(),
        new QFormerParity(),
        new MapDecoderParity(),
        new VisionParity(),
        new ClipVisionParity(),
        new LlamaParity(),
        new ImagePreprocessingParity(),
        new TokenizerParity(),
    ];
}
