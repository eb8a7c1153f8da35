namespace MapDet.Training.Loop;

/// <summary>A data set as files and banner name it.</summary>
/// <param name="Name">Such as its split.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="GroundTruthHash">Of its ground truth.</param>
public sealed record DatasetSummary(string Name, int Samples, string GroundTruthHash);
