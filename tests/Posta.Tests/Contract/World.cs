using System.Text;

namespace Posta.Tests.Contract;

/// <summary>What a GET of an address answers.</summary>
internal sealed record Site(string Url, int Status, string ContentType, byte[] Body);

/// <summary>All that can be fetched while the vectors are tried; any other address does not answer.</summary>
internal static class World
{
    public const string Clock = "2026-05-14T20:00:00Z";
    public const string Bob = "https://bob.example";
    public const string Alice = "https://alice.example:8443";
    public const string Member = "https://alice.example:8443/members/b%C3%A6";
    public const string Mallory = "https://mallory.example:8443";
    public const string Mixed = "https://mixed.example:8443";
    public const string Room = "https://room.example:8443";

    private const string MediaType = "application/posta+json";

    public static readonly IReadOnlyList<Site> Sites =
    [
        Good(Alice, (TestKey.Alice.Id, TestKey.Alice.PublicText), (TestKey.AlicesSecond.Id, TestKey.AlicesSecond.PublicText)),
        Good(Member, (TestKey.Alice.Id, TestKey.Alice.PublicText)),
        Good(Mallory, (TestKey.Mallory.Id, TestKey.Mallory.PublicText)),
        Good(Mixed, ("k1", Convert.ToBase64String(Forgery.MixedOrder(TestKey.Alice)))),
        Good("https://parameters.example:8443", ("k1", TestKey.Alice.PublicText)) with { ContentType = "Application/Posta+JSON; charset=utf-8" },
        Good("https://html.example:8443", ("k1", TestKey.Alice.PublicText)) with { ContentType = "text/html" },
        Good("https://json.example:8443", ("k1", TestKey.Alice.PublicText)) with { ContentType = "application/json" },
        Good("https://missing.example:8443", ("k1", TestKey.Alice.PublicText)) with { Status = 404 },
        Good("https://created.example:8443", ("k1", TestKey.Alice.PublicText)) with { Status = 201 },
        Good("https://moved.example:8443", ("k1", TestKey.Alice.PublicText)) with { Status = 301 },
        Good("https://small-order.example:8443", ("k1", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
        Good("https://two-keys.example:8443", ("k1", TestKey.Alice.PublicText), ("k1", TestKey.Mallory.PublicText)),
        Good(Alice, ("k1", TestKey.Alice.PublicText)) with { Url = "https://liar.example:8443" },
    ];

    public static string Document(string url, params (string Id, string Key)[] keys) =>
        $$"""{"v":1,"url":"{{url}}","keys":[{{string.Join(',', keys.Select(k => $$"""{"id":"{{k.Id}}","publicKey":"{{k.Key}}"}"""))}}]}""";

    private static Site Good(string url, params (string, string)[] keys) =>
        new(url, 200, MediaType, Encoding.UTF8.GetBytes(Document(url, keys)));
}
