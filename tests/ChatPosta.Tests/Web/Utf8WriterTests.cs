using System.Text;
using ChatPosta.Web;
using FsCheck;
using FsCheck.Fluent;

namespace ChatPosta.Tests.Web;

public sealed class Utf8WriterTests
{
    [Fact]
    public void However_a_text_is_cut_into_pieces_its_bytes_are_the_same() => Prop
        .ForAll<string[]>(pieces =>
        {
            using var writer = new Utf8Writer();

            foreach (var piece in pieces) writer.Write(piece);
            foreach (var half in "🎈") writer.Write(half);

            return writer.Written.Span.SequenceEqual(Encoding.UTF8.GetBytes(string.Concat(pieces) + "🎈"));
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_page_finds_room()
    {
        var line = new string('å', 10_000);
        using var writer = new Utf8Writer();

        for (var i = 0; i < 30; i++) writer.WriteLine(line);

        Assert.Equal(string.Concat(Enumerable.Repeat(line + Environment.NewLine, 30)), Encoding.UTF8.GetString(writer.Written.Span));
    }
}
