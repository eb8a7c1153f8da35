using MapDet.Core.Contracts;

namespace MapDet.Training.Loop;

/// <summary>An evaluation that has been made during a run.</summary>
/// <param name="Step">Steps made before; 0 for the untrained model.</param>
/// <param name="Epoch">Epochs begun before.</param>
/// <param name="Metrics">The scores.</param>
/// <param name="IsBest">True where no earlier model of the run was as good.</param>
/// <param name="Duration">Time of the evaluation.</param>
public sealed record EvaluationReport(int Step, int Epoch, MapMetrics Metrics, bool IsBest, TimeSpan Duration);
