using System.Net;

namespace MapDet.Core.Weights.Hub;

/// <summary>Loads one file into a blob of the cache, going on where an earlier attempt stopped.</summary>
/// <param name="requests">Sends.</param>
/// <param name="check">Refuses bad answers.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Takes the number of bytes that are there.</param>
internal sealed class HubBlobDownload(HubRequests requests, Action<HttpResponseMessage> check, TimeProvider time, Action<long> report)
{
    private const int BufferSize = 1 << 17;
    private bool _hasRestarted;

    /// <summary>The most bytes of the file that were there at once.</summary>
    public long Reached { get; private set; }

    /// <summary>One attempt.</summary>
    /// <param name="address">Where the file is.</param>
    /// <param name="blob">The blob's path; the part that is there lies beside it as <c>.incomplete</c>.</param>
    /// <param name="metadata">What the hub said about the file.</param>
    /// <param name="cancellationToken">Stops the work; what is there is kept.</param>
    /// <exception cref="HubTransferException">The file did not come, or not whole.</exception>
    /// <exception cref="InvalidInputException">The file is not what the hub said.</exception>
    public async Task RunAsync(Uri address, string blob, HubFileMetadata metadata, CancellationToken cancellationToken)
    {
        string part = blob + ".incomplete";
        await using (FileStream stream = Open(part))
        {
            if (stream.Length > metadata.Size)
            {
                stream.SetLength(0);
            }

            bool isResumed = stream.Length > 0;
            if (stream.Length != metadata.Size)
            {
                isResumed = await TransferAsync(address, stream, metadata.Size, cancellationToken).ConfigureAwait(false);
            }

            await VerifyAsync(address, stream, metadata, isResumed, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, blob, overwrite: true);
    }

    private static FileStream Open(string part)
    {
        try
        {
            return new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MapDetException($"{part}: can't be written, or another process loads the same file: {e.Message}", e);
        }
    }

    /// <summary>Receives what is missing.</summary>
    /// <returns>True if bytes of an earlier attempt were kept.</returns>
    private async Task<bool> TransferAsync(Uri address, FileStream stream, long? size, CancellationToken cancellationToken)
    {
        using StallWatch watch = new(time, cancellationToken);
        using HttpResponseMessage answer = await watch.AwaitAsync(token => requests.GetAsync(address, stream.Length, token)).ConfigureAwait(false);
        check(answer);
        bool isResumed = answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From == stream.Length;
        if (!isResumed)
        {
            stream.SetLength(0);
        }

        if (!isResumed && answer.StatusCode != HttpStatusCode.OK)
        {
            throw new HubTransferException($"the server answers {(int)answer.StatusCode} to a request for the rest of the file");
        }

        stream.Position = stream.Length;
        await using Stream content = await watch.AwaitAsync(answer.Content.ReadAsStreamAsync).ConfigureAwait(false);
        await CopyAsync(address, content, stream, size, watch, cancellationToken).ConfigureAwait(false);
        return isResumed;
    }

    private async Task CopyAsync(
        Uri address, Stream content, FileStream stream, long? size, StallWatch watch, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await watch.AwaitAsync(token => content.ReadAsync(buffer, token).AsTask()).ConfigureAwait(false)) > 0)
        {
            if (stream.Length + read > size)
            {
                stream.SetLength(0);
                throw new InvalidInputException(address.AbsoluteUri, $"the server sends more than the {size} bytes that it said");
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            Reached = Math.Max(Reached, stream.Length);
            report(stream.Length);
        }
    }

    private async Task VerifyAsync(Uri address, FileStream stream, HubFileMetadata metadata, bool isResumed, CancellationToken cancellationToken)
    {
        if (stream.Length < metadata.Size)
        {
            throw new HubTransferException($"the file ended after {stream.Length} of {metadata.Size} bytes");
        }

        if (await BlobHash.FitsAsync(stream, metadata.ETag, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        stream.SetLength(0);
        if (isResumed && !_hasRestarted)
        {
            _hasRestarted = true;
            throw new HubTransferException("the part that was there does not belong to the file");
        }

        throw new InvalidInputException(address.AbsoluteUri, $"the file is damaged: its hash is not {metadata.ETag}, which the server said");
    }
}
