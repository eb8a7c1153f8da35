namespace MapDet.NuScenes.Maps;

/// <summary>A record that refers to one that the map does not have, where the map can be used all the same.</summary>
/// <param name="Layer">The layer of the record, or the dictionary, by its name in the format.</param>
/// <param name="Record">The record's token.</param>
/// <param name="Field">The field that refers.</param>
/// <param name="Target">The token that no record has.</param>
public sealed record DanglingReference(string Layer, string Record, string Field, string Target);
