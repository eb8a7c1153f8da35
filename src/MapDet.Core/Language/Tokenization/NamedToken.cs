namespace MapDet.Core.Language.Tokenization;

/// <summary>A token whose name stands for itself in a text.</summary>
/// <param name="Name">The name.</param>
/// <param name="Id">The id.</param>
/// <param name="IsAdded">True if it was added to the model's pieces: then spaces around it are not part of the text. False for a special one.</param>
internal sealed record NamedToken(string Name, int Id, bool IsAdded = false);
