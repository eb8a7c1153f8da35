using System.Text.Json;

namespace MapDet.Benchmarks.Memory;

/// <summary>What a measured run is made from.</summary>
/// <param name="Configuration">The <c>config.json</c> of model and training.</param>
/// <param name="DataRoot">The data set.</param>
/// <param name="Workers">Pictures that are read at the same time.</param>
internal sealed record MeasuredSettings(string Configuration, string DataRoot, int Workers)
{
    /// <summary>The version of the data set's tables.</summary>
    public const string Version = "v1.0-mini";

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static MeasuredSettings Load(string path) =>
        JsonSerializer.Deserialize<MeasuredSettings>(File.ReadAllText(path)) ?? throw new InvalidOperationException($"{path} is empty.");

    /// <summary>Writes the settings.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this));
}
