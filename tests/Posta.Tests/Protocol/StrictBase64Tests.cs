using Posta.Protocol;

namespace Posta.Tests.Protocol;

public sealed class StrictBase64Tests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("AA==", 1)]
    [InlineData("AAA=", 2)]
    [InlineData("+/+/", 3)]
    public void The_canonical_encoding_is_read(string text, int size) => Assert.True(StrictBase64.TryDecode(text, size, out _));

    [Theory]
    [InlineData("AB==")]
    [InlineData("AAB=")]
    [InlineData("AA")]
    [InlineData("AA=")]
    [InlineData("AA= =")]
    [InlineData(" AA==")]
    [InlineData("AA==\n")]
    [InlineData("AA==AA==")]
    [InlineData("-_-_")]
    [InlineData("====")]
    [InlineData("ＡＡＡＡ")]
    public void Any_other_spelling_is_not(string text) => Assert.False(StrictBase64.TryDecode(text, out _));

    [Fact]
    public void What_is_read_has_one_spelling() => Property.Holds(
        Property.Of("A", "AA", "AB", "=", "+", "/", "-", " "),
        text => !StrictBase64.TryDecode(text, out var bytes) || Convert.ToBase64String(bytes) == text);
}
