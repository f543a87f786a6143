using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Posta.Protocol;

namespace Posta.Server.Media;

/// <summary>The name of a stored image: the same bytes have the same one, so what it stands for never changes.</summary>
internal sealed partial record ImageName(string Prefix, string Hash, ImageFormat Format)
{
    /// <summary>Whether a path is one of those that need no token. They have no folders below them.</summary>
    public static bool IsAddressed(PathString path) =>
        path.Value is { } text
        && (text.StartsWith($"/{ImageKind.Avatar.Prefix}-", StringComparison.Ordinal) || text.StartsWith($"/{ImageKind.Upload.Prefix}-", StringComparison.Ordinal))
        && !text.AsSpan(1).Contains('/');

    /// <summary>Reads a name in its one spelling, so that nothing of a request ever becomes a path.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageName? name)
    {
        var match = Pattern().Match(text);
        name = match.Success && ImageFormats.WithExtension(match.Groups["extension"].Value) is { } format
            ? new ImageName(match.Groups["prefix"].Value, match.Groups["hash"].Value, format)
            : null;
        return name is not null;
    }

    /// <summary>At the root of the identity's host, whatever its own path is (X-1, X-10).</summary>
    public string Address(PostaUrl self) => $"https://{self.Authority}/{this}";

    /// <summary>The name in such an address.</summary>
    public static string Of(string address) => address[(address.LastIndexOf('/') + 1)..];

    public override string ToString() => $"{Prefix}-{Hash}.{Format.Extension}";

    [GeneratedRegex(@"^(?<prefix>avatar|upload)-(?<hash>[0-9a-f]{64})\.(?<extension>[a-z]+)\z")]
    private static partial Regex Pattern();
}
