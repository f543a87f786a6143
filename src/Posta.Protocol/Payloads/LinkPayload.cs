using Posta.Protocol.Json;

namespace Posta.Protocol.Payloads;

/// <summary>Something that lies at an https URL, most often an image. Unset numbers are 0.</summary>
public sealed record LinkPayload(
    string Url, string MediaType = "", string Name = "", string Alt = "", long Size = 0, int Width = 0, int Height = 0)
    : Payload(KindName)
{
    public const string KindName = "posta.link/v1";

    /// <summary>The payload to send.</summary>
    public RawJson ToJson() => PayloadWriter.Write(KindName, json =>
    {
        json.WriteString("url", Url);
        PayloadWriter.IfSet(json, "mediaType", MediaType);
        PayloadWriter.IfSet(json, "name", Name);
        PayloadWriter.IfSet(json, "alt", Alt);
        PayloadWriter.IfSet(json, "size", Size);
        PayloadWriter.IfSet(json, "width", Width);
        PayloadWriter.IfSet(json, "height", Height);
    });

    /// <summary>
    /// The one look that a server takes into payloads: a link must have an https URL, and only one. Null when there is
    /// nothing to refuse, which includes every other kind (C-29).
    /// </summary>
    public static Refusal? Refuse(RawJson payload)
    {
        if (JsonMembers.Read(payload.Utf8) is not { } members || !members.All("kind").Any(IsLinkKind))
            return null;
        var urls = members.All("url").ToList();
        var isSound = members.All("kind").Count() == 1 && urls.Count == 1
            && JsonText.TryStrict(urls[0], out var url) && IsHttps(url);
        return isSound ? null : new Refusal(400, ErrorCode.BadLink, $"{KindName} needs one url, and it must be https.");
    }

    internal static LinkPayload? Read(JsonMembers members)
    {
        var url = Text(members, "url");
        if (!IsHttps(url))
            return null;
        return new LinkPayload(url, Text(members, "mediaType"), Text(members, "name"), Text(members, "alt"),
            Number(members, "size", long.MaxValue), (int)Number(members, "width", int.MaxValue), (int)Number(members, "height", int.MaxValue));
    }

    private static bool IsLinkKind(RawJson kind) => JsonText.IsString(kind) && JsonText.Unescape(kind) == KindName;

    private static bool IsHttps(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Host.Length > 0;

    private static long Number(JsonMembers members, string name, long max) =>
        members[name] is { } json && JsonText.Number(json) is { } number && number >= 0 && number < max ? (long)number : 0;
}
