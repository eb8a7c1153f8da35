using CsCheck;
using MapDet.NuScenes.Json;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Tables;

public sealed class TokenListTests
{
    [Fact]
    public void It_finds_what_a_dictionary_finds()
    {
        Gen.Select(Gen.ULong[0, 60], Gen.ULong[0, 60]).Array[0, 6000].Sample(
            pairs =>
            {
                TokenList list = new();
                Dictionary<RecordToken, int> expected = [];
                foreach ((ulong high, ulong low) in pairs)
                {
                    RecordToken token = new(high, low);
                    Assert.Equal(expected.TryAdd(token, expected.Count), list.TryAdd(token));
                }

                Assert.Equal(expected.Count, list.Count);
                Assert.All(expected, pair => Assert.True(list.TryFind(pair.Key, out int row) && row == pair.Value && list[row] == pair.Key));
                Assert.False(list.TryFind(new RecordToken(61, 0), out _));
            },
            iter: 20);
    }

    [Fact]
    public void Tokens_that_repeat_themselves_do_not_collide()
    {
        const int Count = 10_000;

        int hashes = Enumerable.Range(1, Count).Select(i => new RecordToken((ulong)i, (ulong)i).GetHashCode()).Distinct().Count();

        Assert.True(hashes > 0.99 * Count, $"{hashes} hashes");
    }
}
