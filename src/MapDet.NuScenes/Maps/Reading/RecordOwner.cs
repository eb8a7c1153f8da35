namespace MapDet.NuScenes.Maps.Reading;

/// <summary>The record that refers to others, for messages.</summary>
internal readonly record struct RecordOwner(string Layer, string Token);
