using System.Security.Cryptography;
using System.Text;

namespace MapDet.Core.Detection.Pretrained;

/// <summary>
/// Tells the weights of one checkpoint from those of another without reading all of them: a hash of the names and lengths of its weight files, and of
/// blocks spread evenly over each of them.
/// </summary>
public static class CheckpointFingerprint
{
    private const int BlockLength = 1 << 16;
    private const int Blocks = 32;
    private static readonly string[] s_extensions = [".safetensors", ".bin", ".pth", ".pt"];

    /// <summary>Computes the fingerprint of a checkpoint.</summary>
    /// <param name="path">The checkpoint's folder, whose subfolders do not count, or a file of weights.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="InvalidInputException">A file can't be read.</exception>
    public static string Compute(string path)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] files = File.Exists(path) ? [path] : [.. Directory.EnumerateFiles(path).Where(IsWeights).Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            try
            {
                using FileStream stream = File.OpenRead(file);
                hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(file)}\n{stream.Length}\n"));
                AppendBlocks(hash, stream);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InvalidInputException(file, $"can't be read: {e.Message}", innerException: e);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsWeights(string file) => s_extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal);

    private static void AppendBlocks(IncrementalHash hash, FileStream stream)
    {
        byte[] block = new byte[BlockLength];
        long last = Math.Max(0, stream.Length - BlockLength);
        foreach (long start in Enumerable.Range(0, Blocks).Select(i => last * i / (Blocks - 1)).Distinct())
        {
            stream.Position = start;
            hash.AppendData(block.AsSpan(0, stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)));
        }
    }
}
