using MapDet.Training.Loop;
using MapDet.Training.Planning;
using TorchSharp;

namespace MapDet.Training.Preflight.Checks;

/// <summary>Do device and precision suit the size of the model?</summary>
internal sealed class DeviceCheck : IPreflightCheck
{
    private const long Large = 500_000_000;

    /// <inheritdoc/>
    public string Name => "device";

    /// <inheritdoc/>
    public PreflightResult Check(PreflightContext context)
    {
        string precision = context.Training.Precision.ToString().ToLowerInvariant();
        bool isLarge = TrainingPlanner.CountParameters(new PlanRequest(context.Model, context.Training)).All >= Large;
        return (isLarge, context.Device.type, context.Training.Precision) switch
        {
            (true, DeviceType.CPU, _) => PreflightResult.Warning("a model of this size takes weeks on a CPU; --device cuda needs a GPU and a program built for it."),
            (true, _, TrainingPrecision.Fp32) => PreflightResult.Warning("float32 keeps the frozen stages at twice the memory of --precision bf16, for nothing that training gains."),
            _ => PreflightResult.Passed($"{context.Device}, {precision}"),
        };
    }
}
