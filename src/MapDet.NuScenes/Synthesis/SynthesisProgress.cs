namespace MapDet.NuScenes.Synthesis;

/// <summary>How far the writing of a synthetic data set has come.</summary>
/// <param name="CompletedSamples">Key frames whose files or rows are written.</param>
/// <param name="TotalSamples">Key frames in all.</param>
/// <param name="WrittenImages">Images written so far; six a key frame.</param>
public sealed record SynthesisProgress(int CompletedSamples, int TotalSamples, int WrittenImages);
