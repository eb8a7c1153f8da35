using MapDet.Core.Detection;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Settings;

/// <summary>Everything that a run is made from.</summary>
/// <param name="Model">The model.</param>
/// <param name="Training">Its training.</param>
/// <param name="Data">Its data.</param>
internal sealed record Stage2Settings(MapDetOptions Model, TrainingOptions Training, DataSettings Data)
{
    /// <summary>Where pretrained parts come from.</summary>
    public PretrainedSettings Pretrained { get; init; } = new();

    /// <summary>The settings of a preset.</summary>
    /// <param name="preset">Its name.</param>
    /// <param name="data">The data.</param>
    public static Stage2Settings OfPreset(string preset, DataSettings data) => new(ModelPresets.Get(preset), TrainingPresets.Get(preset), data);
}
