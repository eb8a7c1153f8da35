namespace MapDet.Core.Contracts;

/// <summary>Finds map elements in what the cameras see.</summary>
public interface IMapDetector : IDisposable
{
    /// <summary>Detects the elements of one moment.</summary>
    /// <param name="frame">Pictures and geometry.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The elements in metres in the map frame of <paramref name="frame"/>, best first.</returns>
    /// <exception cref="InvalidInputException">A picture is missing, damaged or of another aspect ratio than stated.</exception>
    Task<IReadOnlyList<MapDetection>> DetectAsync(SurroundFrame frame, CancellationToken cancellationToken = default);
}
