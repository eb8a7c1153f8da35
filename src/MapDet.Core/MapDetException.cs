namespace MapDet.Core;

/// <summary>Bad input or bad usage: the message names file, record and field, and is meant for the user as it is.</summary>
/// <remarks>Programs end with exit code 2 and this message alone; it is no defect of the program.</remarks>
public class MapDetException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do about it.</param>
    public MapDetException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do about it.</param>
    /// <param name="innerException">The failure behind it.</param>
    public MapDetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
