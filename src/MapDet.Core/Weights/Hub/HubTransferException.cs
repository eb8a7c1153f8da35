namespace MapDet.Core.Weights.Hub;

/// <summary>A transfer failed in a way that another attempt may mend.</summary>
internal sealed class HubTransferException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>How long the server asks to wait; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
