using System.Runtime.InteropServices;

namespace MapDet.Stage2.CommandLine;

/// <summary>Turns the first Ctrl-C or request to terminate into a cancellation; the second one ends the process as it would without us.</summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<string> _tell;

    /// <summary>Starts listening.</summary>
    /// <param name="tell">Tells the user that the work is being stopped.</param>
    public TerminationSignals(Action<string> tell)
    {
        _tell = tell;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(s => PosixSignalRegistration.Create(s, OnSignal))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        _tell("mapdet: stopping; press Ctrl-C again to stop at once.");
        _source.Cancel();
    }
}
