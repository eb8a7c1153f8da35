using System.Security.Cryptography;
using System.Text;

namespace MapDet.Core.Weights.Hub;

/// <summary>The hash that an etag of a hub is: sha256 for large files, that of git for others.</summary>
internal static class BlobHash
{
    private const int Sha256Digits = 64;
    private const int Sha1Digits = 40;
    private const int BufferSize = 1 << 20;

    /// <summary>True if a file's content is what its etag says; also for etags that are no hash.</summary>
    public static async Task<bool> FitsAsync(Stream content, string etag, CancellationToken cancellationToken)
    {
        if (!HubNames.IsHex(etag, Sha256Digits) && !HubNames.IsHex(etag, Sha1Digits))
        {
            return true;
        }

        using IncrementalHash hash = Create(etag, content.Length);
        content.Position = 0;
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        return string.Equals(Convert.ToHexString(hash.GetHashAndReset()), etag, StringComparison.OrdinalIgnoreCase);
    }

    private static IncrementalHash Create(string etag, long length)
    {
        if (etag.Length == Sha256Digits)
        {
            return IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }

        IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {length}\0"));
        return hash;
    }
}
