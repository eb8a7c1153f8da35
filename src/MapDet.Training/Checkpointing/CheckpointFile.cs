namespace MapDet.Training.Checkpointing;

/// <summary>A file of a checkpoint as it was written.</summary>
/// <param name="Name">File name.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Hash, lower-case hexadecimal.</param>
internal sealed record CheckpointFile(string Name, long Length, string Sha256);
