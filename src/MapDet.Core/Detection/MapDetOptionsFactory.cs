using MapDet.Core.Detection.Pretrained;
using Microsoft.Extensions.Options;

namespace MapDet.Core.Detection;

/// <summary>Makes the immutable options out of the setup, so that they can be asked for as <c>IOptions&lt;MapDetOptions&gt;</c>.</summary>
internal sealed class MapDetOptionsFactory(IOptionsMonitor<MapDetSetup> setups) : IOptionsFactory<MapDetOptions>
{
    /// <exception cref="OptionsValidationException">The options do not fit together.</exception>
    public MapDetOptions Create(string name)
    {
        MapDetSetup setup = setups.Get(name);
        MapDetOptions preset = ModelPresets.Get(setup.Preset);
        MapDetOptions options = PretrainedConfiguration.Apply(setup.Configure?.Invoke(preset) ?? preset);
        IReadOnlyList<string> faults = MapDetOptionsValidator.FindFaults(options);
        return faults.Count == 0 ? options : throw new OptionsValidationException(name, typeof(MapDetOptions), faults);
    }
}
