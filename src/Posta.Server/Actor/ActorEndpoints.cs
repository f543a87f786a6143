using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Posta.Hosting.Http;
using Posta.Protocol;
using Posta.Server.Http;
using Posta.Server.Identities;
using Posta.Server.Inbox;

namespace Posta.Server.Actor;

/// <summary>The identity's own URL: GET shows the actor document or a card, POST is the inbox. No token is needed.</summary>
internal static class ActorEndpoints
{
    private const string Allowed = "GET, HEAD, POST";

    public static void UseActor(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var identity = context.Identity();
        if (!IsAt(identity.Url, context))
        {
            await next(context);
            return;
        }

        var answer = context.Request.Method switch
        {
            "GET" or "HEAD" => await Show(identity, context),
            "POST" => await Receive(identity, context),
            _ => WrongMethod(context),
        };
        await answer.ExecuteAsync(context);
    });

    // W-28: only the exact path, byte for byte, which the decoded one would blur.
    private static bool IsAt(PostaUrl url, HttpContext context)
    {
        var target = Origin(context.Features.Get<IHttpRequestFeature>()!.RawTarget);
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return (query < 0 ? target : target[..query]) == (url.Path.Length == 0 ? "/" : url.Path);
    }

    // A request line may name the whole URL (RFC 9112 §3.2.2); Kestrel has held it against the Host already.
    private static string Origin(string target)
    {
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (target.StartsWith('/') || scheme < 0)
            return target;

        var rest = target[(scheme + "://".Length)..];
        var end = rest.IndexOfAny(['/', '?']);
        return end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
    }

    private static async Task<IResult> Show(Identity identity, HttpContext context)
    {
        context.Response.Headers.Vary = HeaderNames.Accept;
        var document = await Document(identity, context.RequestAborted);
        return ActorCard.IsWanted(context.Request)
            ? ActorCard.Page(document, context)
            : TypedResults.Bytes(document.ToJson(), WireFormat.MediaType);
    }

    private static async Task<ActorDocument> Document(Identity identity, CancellationToken ct)
    {
        var profile = await identity.Profile.Read(ct);
        return new ActorDocument
        {
            Url = identity.Url,
            Name = profile.Name,
            About = profile.About,
            Avatar = profile.Avatar,
            Kind = profile.Kind,
            Keys = identity.Keys.Ring.Published,
        };
    }

    private static async Task<IResult> Receive(Identity identity, HttpContext context)
    {
        var request = context.Request;
        if (await request.ReadBody(WireFormat.MaxBytes, context.RequestAborted) is not { } body)
            return Answers.Refuse(EnvelopeChecks.EnvelopeTooLarge);
        if (request.QueryString.HasValue)
            return Answers.NotFound("Nothing can be posted to this address.");

        var envelope = new EnvelopeRequest(
            request.Headers.ContentType, request.Headers.ContentEncoding, request.Headers[WireFormat.SignatureHeader], body);
        var reception = await identity.Receiver.Receive(envelope, ClientKey.Of(context), context.RequestAborted);
        return Answer(reception, context.Response);
    }

    private static IResult Answer(Reception reception, HttpResponse response)
    {
        if (reception.Refusal is not { } refusal)
            return TypedResults.NoContent();

        if (refusal.Status == 401)
            response.Headers.WWWAuthenticate = $"Posta error=\"{refusal.Code}\"";
        if (reception.RetryAfter is { } wait)
            response.SetRetryAfter(wait);
        return Answers.Refuse(refusal);
    }

    private static IResult WrongMethod(HttpContext context)
    {
        context.Response.Headers.Allow = Allowed;
        return Answers.Refuse(405, ErrorCode.MethodNotAllowed, $"Here one can use {Allowed}.");
    }
}
