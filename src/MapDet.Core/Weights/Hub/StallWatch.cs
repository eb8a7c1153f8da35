namespace MapDet.Core.Weights.Hub;

/// <summary>Gives up on a connection over which nothing comes any more.</summary>
internal sealed class StallWatch : IDisposable
{
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromSeconds(60);
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationToken _outer;

    public StallWatch(TimeProvider time, CancellationToken cancellationToken)
    {
        _outer = cancellationToken;
        _silence = new CancellationTokenSource(s_longestSilence, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _silence.Token);
    }

    /// <summary>Awaits something that comes over the connection.</summary>
    /// <exception cref="HubTransferException">Nothing came, or the connection was cut.</exception>
    public async Task<T> AwaitAsync<T>(Func<CancellationToken, Task<T>> receive)
    {
        _silence.CancelAfter(s_longestSilence);
        try
        {
            return await receive(_linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!_outer.IsCancellationRequested)
        {
            throw new HubTransferException($"nothing came for {s_longestSilence.TotalSeconds:0} s", innerException: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new HubTransferException(e.Message, innerException: e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _linked.Dispose();
        _silence.Dispose();
    }
}
