namespace MapDet.Training.Loop;

/// <summary>A change to the preset's options, as an application registers it.</summary>
/// <param name="Apply">Gives the changed options.</param>
internal sealed record TrainingOptionsChange(Func<TrainingOptions, TrainingOptions> Apply);
