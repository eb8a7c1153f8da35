namespace MapDet.CustomData;

/// <summary>What the user chooses.</summary>
/// <param name="Data">The folder of the data.</param>
/// <param name="Output">The folder that the run writes to.</param>
/// <param name="Steps">Training steps.</param>
/// <param name="VisionSteps">Steps of the vision tower's pre-training before.</param>
internal sealed record RunOptions(string Data, string Output, int Steps, int VisionSteps);
