using MapDet.Core.Contracts;

namespace MapDet.Training.Loop;

/// <summary>A part of the model as the start banner shows it.</summary>
/// <param name="Part">Which one.</param>
/// <param name="Parameters">Number of trained numbers.</param>
/// <param name="Rate">Its full learning rate.</param>
public sealed record TrainedGroup(TrainedPart Part, long Parameters, double Rate);
