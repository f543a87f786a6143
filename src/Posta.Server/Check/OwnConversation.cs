using System.Net;

namespace Posta.Server.Check;

/// <summary>An identity's conversation with itself, to be left as it was found: read, and not among the contacts if it was not.</summary>
internal sealed class OwnConversation
{
    private readonly LiveServer _server;
    private readonly bool _wasThere;

    private OwnConversation(LiveServer server, bool wasThere)
    {
        _server = server;
        _wasThere = wasThere;
    }

    /// <exception cref="CheckFailedException">The contacts cannot be read.</exception>
    public static async Task<OwnConversation> Find(LiveServer server, CancellationToken ct) =>
        new(server, await server.OwnContact(ct) is not null);

    /// <summary>Says what is left.</summary>
    /// <exception cref="CheckFailedException">The server refuses.</exception>
    public async Task<string> TidyUp(CancellationToken ct)
    {
        await _server.MarkRead(await _server.NewestRow(ct), ct);
        if (_wasThere)
            return "your conversation with yourself has some rows more, all read";

        var answer = await _server.RemoveOneself(ct);
        return answer.Status is HttpStatusCode.NoContent
            ? "the contact with yourself is removed again"
            : throw new CheckFailedException($"The contact could not be removed: {(int)answer.Status}.");
    }
}
