using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Posta.Hosting.Events;

/// <summary>
/// Answers with an event stream: headers and first bytes at once, then what the cursor brings, and a comment at each
/// heartbeat. The framework's own result sends no header before the first event and knows no comments.
/// It owns the cursor, and serialises nothing and buffers nothing of its own.
/// </summary>
public sealed class EventStreamResult(EventCursor cursor, Heartbeat heartbeat) : IResult
{
    /// <summary>The ending of a stream whose client went away.</summary>
    public const string Gone = "gone";

    /// <summary>The ending of a stream that the program's stop cut short.</summary>
    public const string Stopping = "stopping";

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    /// <summary>Said before anything from the cursor: greeting, replay, readiness.</summary>
    public IReadOnlyList<EventFrame> Preamble { get; init; } = [];

    /// <summary>Said last when the program stops, so that clients come back later and not all at once.</summary>
    public EventFrame? Farewell { get; init; }

    /// <summary>Told how the stream ended: <see cref="Gone"/>, <see cref="Stopping"/>, <see cref="EventCursor.TooSlow"/> or the reason given to the cursor.</summary>
    public Action<string>? OnEnd { get; init; }

    // What waits here waits as long as the stream lasts, thousands of times: so it is one method, whose callbacks capture nothing.
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var reading = cursor;
        // A reader that takes nothing may hang in a flush for ever; nothing less than an abort reaches it there.
        cursor.OnCut = httpContext.Abort;
        var program = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var gone = httpContext.RequestAborted.UnsafeRegister(static stream => ((EventStreamResult)stream!).End(Gone), this);
        using var stopping = program.ApplicationStopping.UnsafeRegister(static stream => ((EventStreamResult)stream!).End(Stopping), this);
        using var beats = heartbeat.Join(cursor);
        try
        {
            await Open(httpContext.Response);
            var body = httpContext.Response.BodyWriter;
            while (await cursor.Wait())
            {
                if (!WriteWaiting(body)) body.Write(Comment);
                await Flush(body);
            }
            if (cursor.Farewell is { } farewell) await Say(farewell, body);
        }
        finally
        {
            End(Gone);
            OnEnd?.Invoke(cursor.Ending!);
        }
    }

    private void End(string reason) => cursor.End(reason, reason == Stopping ? Farewell : null);

    private async Task Open(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync();
        foreach (var frame in Preamble) response.BodyWriter.Write(frame.Bytes.Span);
        if (Preamble.Count == 0) response.BodyWriter.Write(Comment);
        await Flush(response.BodyWriter);
    }

    private bool WriteWaiting(PipeWriter body)
    {
        var wrote = false;
        for (; cursor.TryRead(out var frame); wrote = true) body.Write(frame.Bytes.Span);
        return wrote;
    }

    private static ValueTask<FlushResult> Say(EventFrame farewell, PipeWriter body)
    {
        body.Write(farewell.Bytes.Span);
        return body.FlushAsync();
    }

    private async ValueTask Flush(PipeWriter body)
    {
        var flushed = await body.FlushAsync();
        if (flushed.IsCompleted) cursor.End(Gone);
    }
}
