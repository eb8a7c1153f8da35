using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>What the vision tower makes of the pictures: one token for each patch, row by row.</summary>
/// <param name="Tokens">[B, C, Rows * Columns, Dv]; a class token, where the tower has one, is not among them.</param>
/// <param name="Rows">Patches from top to bottom.</param>
/// <param name="Columns">Patches from left to right.</param>
/// <param name="ImageHeight">Height of the pictures in pixels, to which projections refer.</param>
/// <param name="ImageWidth">Width of the pictures in pixels.</param>
public sealed record ImageTokens(torch.Tensor Tokens, int Rows, int Columns, int ImageHeight, int ImageWidth)
{
    /// <summary>[B, C, Dv], the class token of each picture; null where the tower has none or nobody reads them.</summary>
    public torch.Tensor? ClassTokens { get; init; }
}
