using System.Collections.Immutable;
using MapDet.Benchmarks.Fuzzing;
using MapDet.Core.Contracts;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Weights;

public sealed class DamagedWeightsTests : IDisposable
{
    private const int Cases = 6_000;

    // Reading takes this much for its own sake, and up to some hundred bytes for a byte of a pickle that is made for it.
    private const long OwnMemory = 1 << 18;
    private const long MemoryPerByte = 200;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Damaged_files_are_refused_or_read_as_other_whole_files_and_take_no_more_memory_than_their_length_allows()
    {
        DamagedFiles files = new(Samples());
        int refused = 0;
        for (int number = 0; number < Cases; number++)
        {
            (string ending, byte[] content) = files.Create(number);
            string path = _folder.File("damaged" + ending);
            File.WriteAllBytes(path, content);

            FuzzOutcome outcome = WeightFileFuzz.Read(path);

            refused += outcome.IsRefused ? 1 : 0;
            Assert.True(outcome.AllocatedBytes <= OwnMemory + (MemoryPerByte * content.Length), $"file {number}: {outcome.AllocatedBytes} bytes for {content.Length}");
            Assert.True(outcome.LargestTensorBytes <= content.Length, $"file {number}: a tensor of {outcome.LargestTensorBytes} bytes in {content.Length}");
        }

        // A changed number is another whole file; most other changes are not.
        Assert.InRange(refused, Cases / 4, Cases - 1);
    }

    private ImmutableArray<(string Ending, byte[] Content)> Samples()
    {
        string safetensors = _folder.File("whole.safetensors");
        using DisposeScope scope = torch.NewDisposeScope();
        SafetensorsWriter.Write(
            safetensors,
            [new NamedParameter("a.weight", torch.ones(2, 3)), new NamedParameter("b", torch.arange(4)), new NamedParameter("c", torch.zeros(0))],
            new Dictionary<string, string> { ["format"] = "pt" });
        string[] pyTorch = ["tensors.pt", "tensors_legacy.pth", "checkpoint.pt", "checkpoint_legacy.pth", "big_endian.pt"];
        return
        [
            (".safetensors", File.ReadAllBytes(safetensors)),
            .. pyTorch.Select(name => (Path.GetExtension(name), File.ReadAllBytes(GoldenTensors.PathOf("pytorch", name)))),
        ];
    }
}
