using System.Collections.Immutable;
using MapDet.Benchmarks.Fuzzing;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Weights;

public sealed class DamagedWeightsTests : IDisposable
{
    private const int Cases = 6_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Damaged_files_are_refused_or_read_as_other_whole_files_and_take_no_more_memory_than_their_length_allows()
    {
        string[] pyTorch = ["tensors.pt", "tensors_legacy.pth", "checkpoint.pt", "checkpoint_legacy.pth", "big_endian.pt"];
        ImmutableArray<FuzzSample> samples = FuzzSamples.Create([.. pyTorch.Select(name => GoldenTensors.PathOf("pytorch", name))], _folder.Path);
        Assert.All(samples, whole => Assert.False(Read(whole).IsRefused, whole.Name));
        DamagedFiles files = new(samples);
        int refused = 0;
        for (int number = 0; number < Cases; number++)
        {
            FuzzSample damaged = files.Create(number);

            FuzzOutcome outcome = Read(damaged);

            outcome.Check(damaged.Content.Length);
            refused += outcome.IsRefused ? 1 : 0;
        }

        // A changed number is another whole file; most other changes are not.
        Assert.InRange(refused, Cases / 4, Cases - 1);
    }

    private FuzzOutcome Read(FuzzSample sample)
    {
        string path = _folder.File(sample.Name);
        File.WriteAllBytes(path, sample.Content);
        return WeightFileFuzz.Read(path);
    }
}
