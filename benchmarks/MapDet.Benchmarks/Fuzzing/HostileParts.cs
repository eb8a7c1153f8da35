using System.Collections.Immutable;
using System.Text;

namespace MapDet.Benchmarks.Fuzzing;

/// <summary>What somebody puts into a file who wants to run something, to fill the memory, to overflow the stack or to leave the folder.</summary>
internal static class HostileParts
{
    /// <summary>The parts, those for pickles first, then those for JSON.</summary>
    public static ImmutableArray<byte[]> All { get; } =
    [
        .. new[]
        {
            "cos\nsystem\nX\x0d\0\0\0touch was-run\x85R",
            "cposix\nsystem\nX\x0d\0\0\0touch was-run\x85R",
            "cbuiltins\neval\nX\x04\0\0\01+1.\x85R",
            new string('(', 300),
            new string(']', 300),
            new string('}', 300) + new string(')', 300),
            "]q\0h\0a",
            "q\x01" + string.Concat(Enumerable.Repeat("(h\x01h\x01tq\x01", 40)),
            "\x8a\x08\0\0\0\0\0\0\0\x40",
            "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f",
            "r\xff\xff\xff\x7f",
            "X\xff\xff\xff\x7f",
            "X\x05\0\0\0\x1b[31m",
            new string('[', 100),
            string.Concat(Enumerable.Repeat("{\"a\":", 100)),
            "4611686018427387904,",
            "9223372036854775807",
            "99999999999999999999999999",
            "1e999",
            "-1",
            "\\ud800",
            "\\u0000\\u001b[31m\\n",
            "../../",
            "\"a\": \"model.safetensors.index.json\", ",
            "\"__metadata__\": {\"a\": \"b\"}, ",
            "\"z\": {\"dtype\": \"F32\", \"shape\": [0, 4611686018427387904, 4], \"data_offsets\": [0, 0]}, ",
        }.Select(Encoding.Latin1.GetBytes),
    ];
}
