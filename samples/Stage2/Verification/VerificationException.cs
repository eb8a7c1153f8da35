namespace MapDet.Stage2.Verification;

/// <summary>A check found something wrong.</summary>
/// <param name="message">What.</param>
internal sealed class VerificationException(string message) : Exception(message);
