using Microsoft.AspNetCore.Http;

namespace Posta.Testing;

/// <summary>One open event stream, seen from the posta-server's side.</summary>
internal sealed class ScriptedStream
{
    private readonly HttpContext _context;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedStream(HttpContext context)
    {
        _context = context;
        LastEventId = context.Request.Headers["Last-Event-ID"].ToString();
        context.RequestAborted.Register(End);
    }

    public string LastEventId { get; }

    /// <summary>Done when either side has ended the stream.</summary>
    public Task Over => _over.Task;

    public async Task Greet(string newestId = "up-0")
    {
        await Say("connected", "{}");
        await Say("ready", "{}", newestId);
    }

    public Task Say(string name, string data, string? id = null) =>
        Write($"{(id is null ? "" : $"id: {id}\n")}event: {name}\ndata: {data}\n\n");

    public Task Message(string peer, string id, string body = "hello") =>
        Say("inbound", $$$"""{"rowId":1,"peer":"{{{peer}}}","payload":{"kind":"posta.text/v1","body":"{{{body}}}"}}""", id);

    public void End() => _over.TrySetResult();

    private async Task Write(string text)
    {
        await _context.Response.WriteAsync(text);
        await _context.Response.Body.FlushAsync();
    }
}
