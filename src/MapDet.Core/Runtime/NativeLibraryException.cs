namespace MapDet.Core.Runtime;

/// <summary>The native library of TorchSharp can't be loaded on this system, and the message says why.</summary>
public sealed class NativeLibraryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with which file, and what the user can do about it.</param>
    public NativeLibraryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with which file, and what the user can do about it.</param>
    /// <param name="innerException">The failure behind it.</param>
    public NativeLibraryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
