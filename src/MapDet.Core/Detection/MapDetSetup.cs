namespace MapDet.Core.Detection;

/// <summary>What an application says about its model: a preset and, if need be, how to change it.</summary>
public sealed class MapDetSetup
{
    /// <summary>One of <see cref="ModelPresets.Names"/>.</summary>
    public string Preset { get; set; } = ModelPresets.Blip2Vicuna7B;

    /// <summary>Changes the preset's options; null leaves them as they are.</summary>
    public Func<MapDetOptions, MapDetOptions>? Configure { get; set; }
}
