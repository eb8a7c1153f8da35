using System.Buffers.Binary;
using System.Text;

namespace MapDet.Core.Tests.Language.Tokenization;

/// <summary>Builds the double-array tries of SentencePiece's rules, the plainest way: every node gets a block of 256 units of its own.</summary>
internal static class DoubleArray
{
    private const uint Leaf = 1u << 8;
    private const uint IsValue = 1u << 31;
    private const int Block = 256;

    /// <summary>The bytes of <c>precompiled_charsmap</c>.</summary>
    public static byte[] Of(params (string From, string To)[] rules)
    {
        List<string> nodes = [.. rules.SelectMany(r => Enumerable.Range(0, r.From.Length + 1).Select(n => r.From[..n])).Distinct().OrderBy(p => p.Length)];
        uint[] units = new uint[Block * (nodes.Count + 1)];
        List<byte> replacements = [];
        Dictionary<string, int> places = new() { [""] = 0 };
        foreach (string node in nodes)
        {
            // The children of a node lie in its block, at the block's start xor their label; the value at label 0.
            int block = Block * (nodes.IndexOf(node) + 1);
            int place = places[node];
            uint label = node.Length == 0 ? 0u : node[^1];
            uint offset = (uint)(place ^ block);
            bool isRule = rules.Any(r => r.From == node);
            units[place] = offset < 1u << 21
                ? (offset << 10) | (isRule ? Leaf : 0) | label
                : throw new InvalidOperationException("The trie is too large for a test.");
            if (isRule)
            {
                units[block] = IsValue | (uint)replacements.Count;
                replacements.AddRange([.. Encoding.UTF8.GetBytes(rules.Single(r => r.From == node).To), 0]);
            }

            foreach (string child in nodes.Where(n => n.Length == node.Length + 1 && n.StartsWith(node, StringComparison.Ordinal)))
            {
                places[child] = block ^ child[^1];
            }
        }

        byte[] bytes = new byte[sizeof(uint) * (units.Length + 1)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, sizeof(uint) * units.Length);
        for (int i = 0; i < units.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(sizeof(uint) * (i + 1)), units[i]);
        }

        return [.. bytes, .. replacements];
    }
}
