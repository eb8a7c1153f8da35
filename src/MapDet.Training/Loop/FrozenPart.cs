namespace MapDet.Training.Loop;

/// <summary>A frozen part of the model as the start banner shows it.</summary>
/// <param name="Name">The beginning of its parameters' names, such as <c>language_model</c>.</param>
/// <param name="Parameters">Number of numbers, buffers included.</param>
public sealed record FrozenPart(string Name, long Parameters);
