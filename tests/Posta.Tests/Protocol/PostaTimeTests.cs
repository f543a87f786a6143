using FsCheck.Fluent;
using Posta.Protocol;

namespace Posta.Tests.Protocol;

public sealed class PostaTimeTests
{
    [Theory]
    [InlineData("2026-05-14T20:00:00Z", "2026-05-14T20:00:00.000Z")]
    [InlineData("2026-05-14T20:00:00.5Z", "2026-05-14T20:00:00.500Z")]
    [InlineData("2026-05-14T20:00:00.123456789Z", "2026-05-14T20:00:00.123Z")]
    [InlineData("2026-05-14T20:00:00+02:00", "2026-05-14T18:00:00.000Z")]
    [InlineData("2026-05-14T20:00:00-00:00", "2026-05-14T20:00:00.000Z")]
    [InlineData("2026-05-14T20:00:00+23:59", "2026-05-13T20:01:00.000Z")]
    [InlineData("2026-05-14T20:00:00-23:59", "2026-05-15T19:59:00.000Z")]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.000Z")]
    public void Rfc_3339_times_are_read(string text, string utc)
    {
        Assert.True(PostaTime.TryParse(text, out var instant));
        Assert.Equal(utc, PostaTime.Format(instant));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-05-14")]
    [InlineData("2026-05-14t20:00:00Z")]
    [InlineData("2026-05-14T20:00:00z")]
    [InlineData("2026-05-14 20:00:00Z")]
    [InlineData("2026-05-14T20:00:00")]
    [InlineData("2026-05-14T20:00:60Z")]
    [InlineData("2026-05-14T24:00:00Z")]
    [InlineData("2026-05-14T20:60:00Z")]
    [InlineData("2026-02-29T20:00:00Z")]
    [InlineData("2026-13-01T20:00:00Z")]
    [InlineData("2026-05-14T20:00:00.Z")]
    [InlineData("2026-05-14T20:00:00,5Z")]
    [InlineData("2026-05-14T20:00:00.1234567890Z")]
    [InlineData("2026-05-14T20:00:00+24:00")]
    [InlineData("2026-05-14T20:00:00+02:60")]
    [InlineData("2026-05-14T20:00:00+0200")]
    [InlineData("2026-05-14T20:00:00+02")]
    [InlineData("2026-05-14T20:00:00Z\n")]
    [InlineData(" 2026-05-14T20:00:00Z")]
    [InlineData("２026-05-14T20:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    public void Other_spellings_are_not(string text) => Assert.False(PostaTime.TryParse(text, out _));

    [Fact]
    public void A_written_time_is_read_as_the_same_millisecond() => Property.Holds(
        ArbMap.Default.GeneratorFor<DateTimeOffset>(),
        instant => PostaTime.TryParse(PostaTime.Format(instant), out var again) && PostaTime.Format(again) == PostaTime.Format(instant));

    [Fact]
    public void No_text_makes_the_reader_throw() => Property.Holds(
        Property.Of("2026-05-14", "T", "20:00:00", ".5", "Z", "+", "-", "23:59", "0", "9", ":"),
        text => !PostaTime.TryParse(text, out var instant) || instant.Offset == TimeSpan.Zero);
}
