namespace MapDet.Core.Detection.Pretrained;

/// <summary>A part of a model that was read from a checkpoint.</summary>
/// <param name="Name">The beginning of its parameters' names: <see cref="VisionModel"/>, <see cref="QFormer"/>, <see cref="LanguageModel"/> or <see cref="Map"/>.</param>
/// <param name="Path">The checkpoint's folder or file.</param>
/// <param name="Fingerprint">Tells the checkpoint from others, see <see cref="CheckpointFingerprint"/>.</param>
public sealed record PretrainedPart(string Name, string Path, string Fingerprint)
{
    /// <summary>The frozen vision tower.</summary>
    public const string VisionModel = "vision_model";

    /// <summary>The Q-Former, which is trained on.</summary>
    public const string QFormer = "qformer";

    /// <summary>Map queries and map decoder, which are trained on.</summary>
    public const string Map = "map";

    /// <summary>The frozen language model.</summary>
    public const string LanguageModel = "language_model";

    /// <summary>True if files of the model leave the part out and name the checkpoint in its place.</summary>
    public bool IsFrozen => Name is VisionModel or LanguageModel;

    /// <summary>What became of every name of the checkpoint, a line each kind; empty where the part was not read just now.</summary>
    public string Report { get; init; } = "";
}
