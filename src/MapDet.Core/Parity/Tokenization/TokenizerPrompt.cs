namespace MapDet.Core.Parity.Tokenization;

/// <summary>A prompt with the ids that the reference makes of it; null where the reference says nothing.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Ids">Legacy.</param>
/// <param name="IdsLegacyFalse">Not legacy.</param>
internal sealed record TokenizerPrompt(string Prompt, int[]? Ids, int[]? IdsLegacyFalse);
