namespace MapDet.Core.Weights.Hub;

/// <summary>How far a download is.</summary>
/// <param name="File">The file being loaded.</param>
/// <param name="Index">Its number among the files, from 1 on.</param>
/// <param name="Count">Number of files.</param>
/// <param name="Done">Bytes of it that are there.</param>
/// <param name="Total">Its bytes; 0 if the server does not say.</param>
public readonly record struct HubProgress(string File, int Index, int Count, long Done, long Total);
