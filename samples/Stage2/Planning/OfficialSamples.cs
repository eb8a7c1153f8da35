namespace MapDet.Stage2.Planning;

/// <summary>How many samples a training on nuScenes has.</summary>
/// <param name="Training">Of the training split.</param>
/// <param name="Validation">Of the validation split.</param>
/// <param name="Tables">Of all tables.</param>
internal sealed record OfficialSamples(int Training, int Validation, int Tables)
{
    /// <summary>The samples of a version's official splits.</summary>
    /// <param name="version">The version; null: v1.0-mini.</param>
    public static OfficialSamples Of(string? version) => version == "v1.0-trainval" ? new(28130, 6019, 34149) : new(323, 81, 404);
}
