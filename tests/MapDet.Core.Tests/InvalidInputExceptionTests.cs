namespace MapDet.Core.Tests;

public sealed class InvalidInputExceptionTests
{
    [Fact]
    public void The_message_names_file_record_and_field() =>
        Assert.Equal("a.json, record '7', field 'name': is missing", new InvalidInputException("a.json", "is missing", "7", "name").Message);

    [Fact]
    public void The_message_is_one_line_of_bounded_length_whatever_the_file_holds()
    {
        InvalidInputException e = new("a\n.json", "is\r\nbad " + new string('x', 100_000), "\u001b[31m" + new string('y', 100_000), new string('\n', 100_000));

        Assert.DoesNotContain(e.Message, char.IsControl);
        Assert.InRange(e.Message.Length, 100, 3000);
        Assert.Equal(100_005, e.Record!.Length);
    }
}
