using MapDet.Core.IO;

namespace MapDet.Core.Tests.IO;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("model.layers.0.weight", "model.layers.0.weight")]
    [InlineData("größe 大", "größe 大")]
    [InlineData("a\r\nb\tc\u2028d", "a  b c d")]
    [InlineData("\u001b[31mred\0", "\uFFFD[31mred\uFFFD")]
    [InlineData("a\u202egnp.exe", "a\uFFFDgnp.exe")]
    public void What_breaks_a_line_or_steers_a_terminal_is_replaced(string text, string expected) => Assert.Equal(expected, OneLine.Of(text, 100));

    [Theory]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("abcde", 4, "abcd…")]
    [InlineData("abc\U0001F600", 4, "abc…")]
    public void Long_texts_are_cut_between_characters(string text, int longest, string expected) => Assert.Equal(expected, OneLine.Of(text, longest));
}
