using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MapDet.Core;

namespace MapDet.Stage2.Settings;

/// <summary>Where a run's data is: the section <c>data</c> of its <c>config.json</c>.</summary>
internal sealed record DataSettings
{
    /// <summary>The name of the section.</summary>
    public const string SectionName = "data";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The folder that holds the tables, maps and samples.</summary>
    public string? DataRoot { get; init; }

    /// <summary>The version of the tables.</summary>
    public string? Version { get; init; }

    /// <summary>A file with splits of the user's own.</summary>
    public string? SplitFile { get; init; }

    /// <summary>The split to train on.</summary>
    public string TrainSplit { get; init; } = "train";

    /// <summary>The split that chooses the best model.</summary>
    public string ValidationSplit { get; init; } = "val";

    /// <summary>The ground-truth cache of the training split; null: under <c>outputs/gt-cache</c>.</summary>
    public string? TrainCache { get; init; }

    /// <summary>The ground-truth cache of the validation split; null: under <c>outputs/gt-cache</c>.</summary>
    public string? ValidationCache { get; init; }

    /// <summary>Pictures that are read at the same time.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Reads the section.</summary>
    /// <param name="section">What the file holds; null for nothing.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="InvalidInputException">It holds something else.</exception>
    public static DataSettings FromJson(JsonNode? section, string file)
    {
        try
        {
            return section?.Deserialize<DataSettings>(s_json) ?? new DataSettings();
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(file, e.Message, record: SectionName, field: e.Path, innerException: e);
        }
    }

    /// <summary>Checks that there is a data set to read.</summary>
    /// <returns>These settings.</returns>
    /// <exception cref="MapDetException">Folder or version is missing.</exception>
    public DataSettings Checked()
    {
        if (DataRoot is null)
        {
            throw new MapDetException("--dataroot is missing: the folder of the data set.");
        }

        if (!Directory.Exists(DataRoot))
        {
            throw new MapDetException($"--dataroot {DataRoot}: there is no such folder.");
        }

        return Version is not null ? this : throw new MapDetException("--version is missing: v1.0-mini, v1.0-trainval or v1.0-test.");
    }

    /// <summary>Writes the section.</summary>
    public JsonNode? ToJson() => JsonSerializer.SerializeToNode(this, s_json);
}
