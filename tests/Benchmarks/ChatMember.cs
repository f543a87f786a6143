using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ChatPosta.Tests.Passkeys;
using Journeys;

namespace Benchmarks;

/// <summary>Somebody with an account at chat-posta and a passkey in software, who does what our scripts do in a browser.</summary>
internal sealed class ChatMember : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly Uri _chat;
    private readonly SoftAuthenticator _passkey;
    private HttpMessageInvoker _http;

    private ChatMember(Uri chat)
    {
        _chat = chat;
        _passkey = new SoftAuthenticator(chat.GetLeftPart(UriPartial.Authority));
        _http = From(IPAddress.Loopback);
    }

    /// <summary>The session, as the browser sends it.</summary>
    public string Cookie => $"Cookie: {_cookies.GetCookieHeader(_chat)}";

    /// <summary>The whole sign-up: invite, pairing, confirmation, and two presses of the passkey.</summary>
    public static async Task<ChatMember> SignUp(DemoProcess demo, DemoPerson person)
    {
        var member = new ChatMember(demo.Line.Url);
        await member.Submit("/register/invite", "code", person.InviteLink.Split("code=")[1]);
        await member.Submit("/register/pairing", "pairing", person.PairingUri);
        await member.Submit("/register/confirm", "", "");
        var made = await member.Post("/register/passkey/created", member._passkey.Create(await member.Post("/register/passkey/options")));
        await member.Post("/register/passkey/confirmed", member._passkey.Get(made));
        return member;
    }

    /// <summary>From now on from that address: the limits on sign-ins count each by itself.</summary>
    public void MoveTo(IPAddress address)
    {
        _http.Dispose();
        _http = From(address);
    }

    /// <summary>The answer to a fresh challenge, ready to be posted.</summary>
    public async Task<JsonObject> AnswerChallenge() => _passkey.Get(await Post("/login/options"));

    public Task FinishSignIn(JsonObject answer) => Post("/login/finish", answer);

    public void Dispose()
    {
        _http.Dispose();
        _passkey.Dispose();
    }

    private async Task Submit(string path, string name, string value)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { [name] = value });
        using var answer = await Send(path, form);
        if (answer.StatusCode != HttpStatusCode.SeeOther) throw new InvalidOperationException($"{path} was answered {(int)answer.StatusCode}.");
    }

    private async Task<JsonObject> Post(string path, JsonObject? body = null)
    {
        using var json = new StringContent((body ?? []).ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await Send(path, json);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            : throw new InvalidOperationException($"{path} was answered {(int)answer.StatusCode}: {text}");
    }

    private async Task<HttpResponseMessage> Send(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_chat, path)) { Content = content };
        request.Headers.Add("Origin", _chat.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Accept.ParseAdd("application/json");
        return await _http.SendAsync(request, CancellationToken.None);
    }

    private HttpMessageInvoker From(IPAddress address) => new(new SocketsHttpHandler
    {
        CookieContainer = _cookies,
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectCallback = async (context, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
