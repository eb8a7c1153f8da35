using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Training.Telemetry;

/// <summary>An evaluation as <c>metrics.jsonl</c> holds it.</summary>
/// <param name="Step">Steps made before; 0 for the untrained model.</param>
/// <param name="Epoch">Epochs begun before.</param>
/// <param name="MeanAveragePrecision">Over classes and thresholds, 0 to 1.</param>
/// <param name="ClassPrecisions">Average precision of each class of <see cref="MapClasses.All"/>, in its order.</param>
/// <param name="IsBest">True where no earlier model of the run was as good.</param>
public sealed record LoggedEvaluation(int Step, int Epoch, double MeanAveragePrecision, ImmutableArray<double> ClassPrecisions, bool IsBest);
