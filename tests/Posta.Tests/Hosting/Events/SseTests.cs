using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Posta.Hosting.Events;

namespace Posta.Tests.Hosting.Events;

public sealed class SseTests
{
    private static readonly Gen<string> AnyText = Gen.Frequency(
        (4, Gen.Choose(char.MinValue, char.MaxValue).Select(code => ((char)code).ToString())),
        (3, Gen.Elements("\r", "\n", "\r\n", "\n\n", ":", " ", "\0", "\uFEFF", "data: ", "id: 7\n", "event: x\n")),
        (3, Gen.Elements("a", "ü", "€", "👩‍👩‍👧"))).ListOf().Select(string.Concat);

    private static readonly Gen<int[]> AnyChunks = Gen.Choose(1, 9).NonEmptyListOf().Select(sizes => sizes.ToArray());

    [Fact]
    public void Any_text_in_any_chunks_arrives_as_one_event() =>
        Prop.ForAll((from text in AnyText from chunks in AnyChunks select (text, chunks)).ToArbitrary(), sample =>
        {
            var frame = EventFrame.Create("note", sample.text, "boot-1");
            var expected = new SseEvent("note", AsReceived(sample.text), "boot-1");
            return Read(frame.Bytes.ToArray(), sample.chunks).SequenceEqual([expected]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_stream_of_many_events_keeps_their_order_and_borders() =>
        Prop.ForAll((from texts in AnyText.ListOf() from chunks in AnyChunks select (texts, chunks)).ToArbitrary(), sample =>
        {
            byte[] bytes = [.. sample.texts.SelectMany(text => EventFrame.Create("note", text).Bytes.ToArray())];
            return Read(bytes, sample.chunks).Select(each => each.Data).SequenceEqual(sample.texts.Select(AsReceived));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_at_all_are_read_without_harm() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Read(bytes, [3]).All(each => each.Name.Length > 0 || each.IsKeepAlive))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("data: a\r\rdata: b\n\ndata: c\r\n\r\n", "a", "b", "c")]
    [InlineData("\uFEFFdata: after a mark\n\n", "after a mark")]
    [InlineData("data:no blank\ndata:  two blanks\ndata\n\n", "no blank\n two blanks\n")]
    [InlineData("data: whole\n\ndata: cut off", "whole")]
    [InlineData("event: nothing to say\n\nunknown: x\ndata: y\n\n", "y")]
    public void The_standard_decides_how_lines_are_read(string stream, params string[] expected)
    {
        foreach (var size in Enumerable.Range(1, 8))
            Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(stream), [size]).Select(each => each.Data));
    }

    [Fact]
    public void An_id_holds_until_the_next_one_and_the_default_name_is_message()
    {
        var events = Read("id: 1\ndata: a\n\ndata: b\n\nid\nevent: c\ndata: c\n\nid: x\0y\ndata: d\n\n"u8.ToArray(), [64]);
        Assert.Equal([new("message", "a", "1"), new("message", "b", "1"), new("c", "c", ""), new("message", "d", "")], events);
    }

    [Fact]
    public void A_comment_shows_that_the_stream_lives()
    {
        var events = Read(": still here\n\ndata: x\n\n:\n"u8.ToArray(), [64]);
        Assert.Equal([true, false, true], events.Select(each => each.IsKeepAlive));
    }

    [Theory]
    [InlineData("data: 0123456789012345678901234567890123456789")]
    [InlineData("data: 01234567890123456789\ndata: 01234567890123456789\n\n")]
    [InlineData("data: 0123456789012345678901234567890123456789\n\n")]
    public void A_server_that_never_ends_a_line_or_an_event_is_left(string stream) =>
        Assert.Throws<InvalidDataException>(() => Read(Encoding.UTF8.GetBytes(stream), [7], maxLine: 32));

    [Theory]
    [InlineData("two\nlines", "")]
    [InlineData("name", "id\r")]
    [InlineData("name", "id\0")]
    public void A_name_or_id_of_two_lines_is_a_bug(string name, string id) =>
        Assert.Throws<ArgumentException>(() => EventFrame.Create(name, "data", id));

    private static string AsReceived(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\r\n", "\n").Replace('\r', '\n');

    private static List<SseEvent> Read(byte[] bytes, int[] chunks, int maxLine = 1 << 20) =>
        SseReader.Read(new ChunkedStream(bytes, chunks), maxLine).ToBlockingEnumerable().ToList();
}
