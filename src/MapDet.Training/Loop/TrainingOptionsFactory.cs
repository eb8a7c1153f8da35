using MapDet.Core;
using MapDet.Core.Detection;
using Microsoft.Extensions.Options;

namespace MapDet.Training.Loop;

/// <summary>Makes the options out of the model's preset and the application's changes.</summary>
internal sealed class TrainingOptionsFactory(MapDetOptions model, IEnumerable<TrainingOptionsChange> changes) : IOptionsFactory<TrainingOptions>
{
    /// <exception cref="OptionsValidationException">A setting can't be used; the message names it.</exception>
    public TrainingOptions Create(string name)
    {
        try
        {
            TrainingOptions options = changes.Aggregate(TrainingPresets.Get(model.Preset), (current, change) => change.Apply(current));
            options.Validate();
            return options;
        }
        catch (MapDetException e)
        {
            throw new OptionsValidationException(name, typeof(TrainingOptions), [e.Message]);
        }
    }
}
