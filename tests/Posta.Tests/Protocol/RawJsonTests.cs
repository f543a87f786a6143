using System.Text;
using Posta.Protocol;

namespace Posta.Tests.Protocol;

public sealed class RawJsonTests
{
    [Theory]
    [InlineData("null", true)]
    [InlineData(" {\"a\":1,\"a\":2} ", true)]
    [InlineData("\"\\ud800\"", true)]
    [InlineData("", false)]
    [InlineData("1 2", false)]
    [InlineData("{}x", false)]
    [InlineData("[1,]", false)]
    [InlineData("\ufeff1", false)]
    public void One_json_value_is_taken(string text, bool expected) =>
        Assert.Equal(expected, RawJson.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public void It_may_be_a_thousand_deep(int depth, bool expected) =>
        Assert.Equal(expected, RawJson.TryParse(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)), out _));

    [Fact]
    public void Bytes_that_are_not_utf_8_are_no_json() => Assert.False(RawJson.TryParse("\"\xff\""u8.ToArray().Select(b => b == 0xc3 ? (byte)0xff : b).ToArray(), out _));

    [Fact]
    public void The_default_is_null()
    {
        Assert.Equal("null", default(RawJson).ToString());
        Assert.Equal(RawJson.Parse("null"), default);
    }

    [Fact]
    public void Values_are_equal_when_their_bytes_are()
    {
        Assert.Equal(RawJson.Parse("[1]"), RawJson.Parse("[1]"));
        Assert.NotEqual(RawJson.Parse("[1]"), RawJson.Parse("[1 ]"));
    }

    [Fact]
    public void No_bytes_make_the_reader_throw() => Property.Holds(Property.Bytes, bytes =>
        !RawJson.TryParse(bytes, out var json) || json.Utf8.Span.SequenceEqual(bytes));
}
