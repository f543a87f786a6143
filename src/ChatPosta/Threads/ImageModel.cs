using ChatPosta.Media;
using Posta.Protocol.Payloads;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Threads;

/// <summary>A picture in a message. Its box is known before it is there, so that nothing moves when it comes.</summary>
/// <param name="Source">Where we serve it.</param>
/// <param name="Original">Where it lies.</param>
/// <param name="Caption">For whoever does not see it.</param>
/// <param name="IsSized">Whether the sender told its size; else the picture is fitted into a box of ours.</param>
public sealed record ImageModel(string Source, string Original, string Caption, int Width, int Height, bool IsSized)
{
    private const int WidestBox = 448;
    private const int HighestBox = 360;

    private static readonly string[] Types = ["image/png", "image/jpeg", "image/gif", "image/webp"];
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".gif", ".webp"];

    /// <summary>By its declared type; by the ending of its address where none is declared.</summary>
    public static bool Is(LinkPayload link) => link.MediaType.Length > 0
        ? Types.Contains(link.MediaType.Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase)
        : BodyText.TargetOf(link.Url) is { } target && Endings.Contains(Path.GetExtension(new Uri(target.Address).AbsolutePath), StringComparer.OrdinalIgnoreCase);

    /// <summary>Null where it cannot be fetched; then it is a link like any other.</summary>
    public static ImageModel? Of(LinkPayload link, string sender, Pictures? pictures)
    {
        if (pictures?.Image(link.Url) is not { Length: > 0 } source || BodyText.TargetOf(link.Url) is not { } target) return null;

        var isSized = link is { Width: > 0, Height: > 0 };
        var (width, height) = isSized ? Fit(link.Width, link.Height) : (WidestBox, HighestBox);
        return new(source, target.Address, CaptionOf(link, sender), width, height, isSized);
    }

    private static string CaptionOf(LinkPayload link, string sender)
    {
        var caption = new[] { link.Alt, link.Name }.Select(BodyText.Plain).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        return caption ?? T("Image from {0}", sender);
    }

    /// <summary>Into the box, never larger than it is.</summary>
    private static (int Width, int Height) Fit(int width, int height)
    {
        var scale = Math.Min(1, Math.Min((double)WidestBox / width, (double)HighestBox / height));
        return (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
    }
}
