using Posta.Protocol;
using Posta.Protocol.Payloads;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Threads;

/// <summary>A payload in one line, for the sidebar, a quote and a screen reader.</summary>
public static class Summary
{
    private const int Length = 140;

    public static string Of(RawJson payload) => Of(Payload.Parse(payload));

    public static string Of(Payload payload) => payload switch
    {
        TextPayload text => Shorten(BodyText.Plain(text.Body)),
        LinkPayload link => Shorten(BodyText.Plain(Caption(link))),
        RoomPayload { Action: "broadcast" } => T("A message in the room"),
        RoomPayload => T("Room news"),
        _ => T("A message of another kind"),
    };

    /// <summary>The words for a link or a picture: alt, else name, else its address.</summary>
    public static string Caption(LinkPayload link) =>
        new[] { link.Alt, link.Name, link.Url }.First(text => text.Length > 0 || text == link.Url);

    private static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Length ? line : string.Concat(line.AsSpan(0, Cut(line)), "…");
    }

    /// <summary>Not between the halves of a surrogate pair.</summary>
    private static int Cut(string line) => char.IsHighSurrogate(line[Length - 1]) ? Length - 1 : Length;
}
