using MapDet.NuScenes.Json;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Tables;

public sealed class TokenIndexTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1L << 40, 1L << 20)]
    public void Every_token_is_found_where_it_was_added_even_if_tokens_follow_a_pattern(long highStep, long lowStep)
    {
        const int count = 40_000;
        TokenIndex index = new();
        for (long i = 0; i < count; i++)
        {
            index.Add(Token(i));
        }

        Assert.True(index.TryBuild(out _));
        Assert.All(Enumerable.Range(0, count), i => Assert.True(index.TryFind(Token(i), out int position) && position == i));
        Assert.False(index.TryFind(Token(count), out _));

        RecordToken Token(long i) => new((ulong)(i * highStep), (ulong)(i * lowStep));
    }

    [Fact]
    public void A_token_that_is_there_twice_is_named()
    {
        TokenIndex index = new();
        foreach (ulong low in new ulong[] { 1, 2, 3, 2, 1 })
        {
            index.Add(new RecordToken(7, low));
        }

        Assert.False(index.TryBuild(out RecordToken duplicate));
        Assert.Equal(new RecordToken(7, 2), duplicate);
    }

    [Fact]
    public void An_empty_table_has_no_tokens()
    {
        TokenIndex index = new();
        Assert.True(index.TryBuild(out _));
        Assert.False(index.TryFind(new RecordToken(1, 2), out _));
    }
}
