namespace MapDet.Core.Contracts;

/// <summary>A prediction that holds NaN or infinity, so that the loss of its batch is not finite and the step can't be made.</summary>
/// <param name="Layer">The decoder layer, counted from 0.</param>
/// <param name="Sample">The sample in the batch, counted from 0.</param>
public sealed record PredictionFault(int Layer, int Sample);
