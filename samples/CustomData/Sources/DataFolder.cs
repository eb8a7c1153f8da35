namespace MapDet.CustomData.Sources;

/// <summary>Where the files of the data lie.</summary>
/// <param name="Root">The folder that holds them all.</param>
internal sealed record DataFolder(string Root)
{
    /// <summary>One moment a line: pose and pictures.</summary>
    public string Frames => Path.Combine(Root, "frames.jsonl");

    /// <summary>Calibrations by rig and camera.</summary>
    public string Cameras => Path.Combine(Root, "cameras.json");

    /// <summary>Names of splits with their scenes.</summary>
    public string Splits => Path.Combine(Root, "splits.json");

    /// <summary>The map of a location.</summary>
    public string Map(string location) => Path.Combine(Root, "maps", $"{location}.geojson");
}
