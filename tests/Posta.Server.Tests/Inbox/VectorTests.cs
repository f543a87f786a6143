using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Posta.Protocol;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Inbox;

/// <summary>The published envelopes, posted to a server whose clock stands where the vectors say.</summary>
public sealed partial class VectorTests(VectorSites sites) : IClassFixture<VectorSites>
{
    private static readonly JsonElement File = Vectors.Read("envelopes.json");

    public static TheoryData<string> All => [.. File.GetProperty("vectors").EnumerateArray().Select(v => v.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_server_answers_as_the_vectors_say(string name)
    {
        var vector = File.GetProperty("vectors").EnumerateArray().Single(v => v.GetProperty("name").GetString() == name);
        var self = PostaUrl.Parse(File.GetProperty("self").GetString()!);
        Assert.True(PostaTime.TryParse(File.GetProperty("clock").GetString()!, out var clock));
        await using var server = await TestServer.Start(new ServerConfig { Resolve = sites.Resolve }, new ManualTime(clock));
        await server.Add("bob", self);
        var fetches = sites.Fetches;

        var answer = await RawHttp.Whole(self.Host, server.Port, Request(self, vector));

        var status = vector.GetProperty("status").GetInt32();
        Assert.Equal((status, vector.GetProperty("code").GetString()), (int.Parse(answer.Split(' ')[1], null), Code().Match(answer).Groups[1].Value));
        Assert.Equal(status == 401, answer.Contains($"\r\nWWW-Authenticate: Posta error=\"{Code().Match(answer).Groups[1].Value}\"\r\n", StringComparison.Ordinal));
        Assert.True(status is 204 or 401 or 502 || sites.Fetches == fetches, "Something was fetched before the cheap checks.");
    }

    private static byte[] Request(PostaUrl self, JsonElement vector)
    {
        var body = vector.GetProperty("body").GetBytesFromBase64();
        var lines = vector.GetProperty("headers").EnumerateArray().Select(header => header.GetString());
        var head = $"POST / HTTP/1.1\r\nHost: {self.Authority}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{string.Join("\r\n", lines)}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    [GeneratedRegex("\"error\":\"([a-z-]+)\"")]
    private static partial Regex Code();
}
