using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Training.Planning;
using TorchSharp;

namespace MapDet.Training.Preflight.Checks;

/// <summary>Is there memory enough, as <see cref="TrainingPlanner"/> predicts it?</summary>
/// <param name="loading">How batches are loaded.</param>
/// <param name="available">Says how much memory a device has, bytes; null: as much as the system says.</param>
internal sealed class MemoryCheck(BatchLoaderOptions loading, Func<torch.Device, long>? available = null) : IPreflightCheck
{
    // Predictions are within 15 %, so what is only a little too much may fit.
    private const double CertainlyTooMuch = 1.15;
    private const double Tight = 0.85;
    private readonly Func<torch.Device, long> _available = available ?? DeviceMemory.Of;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public PreflightResult Check(PreflightContext context)
    {
        long there;
        try
        {
            there = _available(context.Device);
        }
        catch (MapDetException e)
        {
            return PreflightResult.Warning(e.Message);
        }

        PlanRequest request = new(context.Model, context.Training)
        {
            IsOnGpu = context.Device.type != DeviceType.CPU,
            TrainingSamples = context.TrainingData.Count,
            ValidationSamples = context.ValidationData.Count,
            Workers = loading.Workers,
            Prefetch = loading.Prefetch,
            Steps = context.Training.MaxSteps,
        };
        long needed = TrainingPlanner.PredictMemory(request).Total;
        string figures = FormattableString.Invariant($"about {needed / 1e9:0.0} GB of {there / 1e9:0.0} GB");
        return ((double)needed / there) switch
        {
            > CertainlyTooMuch => PreflightResult.Error($"the run needs {figures}; a smaller batch or visionCacheMegabytes helps ('mapdet plan' says what fits)."),
            > Tight => PreflightResult.Warning($"the run needs {figures}: it may not fit."),
            _ => PreflightResult.Passed(figures),
        };
    }
}
