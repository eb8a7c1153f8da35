namespace MapDet.Core.Weights.Hub;

/// <summary>What a hub says about a file before it is loaded.</summary>
/// <param name="ETag">Without quotes; names the blob, and is its hash where it has the form of one.</param>
/// <param name="Size">Bytes; null if the server does not say.</param>
internal sealed record HubFileMetadata(string ETag, long? Size);
