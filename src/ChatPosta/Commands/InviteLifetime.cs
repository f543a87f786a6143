using System.CommandLine;
using Posta.Hosting.Configuration;

namespace ChatPosta.Commands;

/// <summary><c>--ttl</c>: how long an invite can be used.</summary>
internal static class InviteLifetime
{
    public const string Misuse = "--ttl takes a number and s, m, h or d, such as 24h; at most 366d.";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static Option<string> Option() =>
        new("--ttl") { Description = "How long it can be used: a number and s, m, h or d.", DefaultValueFactory = _ => "24h" };

    public static bool TryRead(string text, out TimeSpan lifetime) =>
        Duration.TryParse(text, out lifetime) && lifetime > TimeSpan.Zero && lifetime <= Longest;
}
