namespace MapDet.Stage2.Planning;

/// <summary>How long training takes a sample.</summary>
/// <param name="Reading">Where its pictures are read and encoded.</param>
/// <param name="Remembering">Where its image features are remembered; the same where they never are.</param>
/// <param name="Steps">Steps that were measured for each.</param>
internal sealed record StepTime(TimeSpan Reading, TimeSpan Remembering, int Steps);
