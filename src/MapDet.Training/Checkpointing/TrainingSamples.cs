using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MapDet.Core;

namespace MapDet.Training.Checkpointing;

/// <summary>
/// Which samples a model has been trained on, in 8 bytes each, so that an evaluation can tell whether it scores what the model has
/// seen. A sample that was not trained on is taken for one that was with a probability of less than 1 in 10^14.
/// </summary>
public sealed class TrainingSamples
{
    private readonly HashSet<ulong> _keys;

    private TrainingSamples(HashSet<ulong> keys) => _keys = keys;

    /// <summary>Number of samples.</summary>
    public int Count => _keys.Count;

    /// <summary>The set of some samples.</summary>
    /// <param name="tokens">Their tokens.</param>
    public static TrainingSamples Create(IEnumerable<string> tokens) => new([.. tokens.Select(Key)]);

    /// <summary>True if a sample was trained on.</summary>
    /// <param name="token">Its token.</param>
    public bool Contains(string token) => _keys.Contains(Key(token));

    /// <summary>The set as text for a file's metadata; equal sets give equal texts.</summary>
    public string Encode()
    {
        byte[] bytes = new byte[_keys.Count * sizeof(ulong)];
        int position = 0;
        foreach (ulong key in _keys.Order())
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(position), key);
            position += sizeof(ulong);
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>The set that <see cref="Encode"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="MapDetException">It is no such text.</exception>
    public static TrainingSamples Decode(string text)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new MapDetException("The list of training samples is damaged.", e);
        }

        if (bytes.Length % sizeof(ulong) != 0)
        {
            throw new MapDetException("The list of training samples is damaged.");
        }

        HashSet<ulong> keys = [];
        for (int position = 0; position < bytes.Length; position += sizeof(ulong))
        {
            keys.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(position)));
        }

        return new TrainingSamples(keys);
    }

    private static ulong Key(string token) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
