using Microsoft.AspNetCore.Connections;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Server.Identities;

namespace Posta.Server.Http;

/// <summary>What nobody foresaw gets an error body too, and a line in the log.</summary>
internal static class Failures
{
    // errno of Linux: the runtime has no names for them.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    public static void UseFailures(this IApplicationBuilder app, ILogger log) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (IsGone(e, context))
        {
            // The client is gone: there is nobody to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await Answer(e, context, log).ExecuteAsync(context);
        }
    });

    // A body that breaks off may be seen before the request counts as aborted.
    private static bool IsGone(Exception failure, HttpContext context) =>
        failure is ConnectionResetException
        || (failure is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested);

    private static IResult Answer(Exception failure, HttpContext context, ILogger log)
    {
        context.Response.Clear();
        context.Response.Headers.CacheControl = "no-store";
        switch (failure)
        {
            case BadHttpRequestException { StatusCode: 413 }:
                return Answers.Refuse(413, ErrorCode.TooLarge, "The body is too large.");
            case BadHttpRequestException bad:
                return Answers.Refuse(bad.StatusCode, ErrorCode.MalformedRequest, "This is not a well-formed request.");
            case DatabaseException { Fault: DatabaseFault.Full } or IOException { HResult: NoSpace or QuotaExceeded }:
                log.LogWarning("{Method} {Path}: {Reason}", context.Request.Method, context.Request.Path, failure.Message);
                return Answers.Refuse(507, ErrorCode.InsufficientStorage, "The server's disk is full. Nothing was stored.");
            case ObjectDisposedException when context.Features.Get<Identity>() is { HasEnded: true }:
                return Answers.Refuse(503, ErrorCode.Unavailable, "This identity is out of service at the moment.");
            case DatabaseException database:
                // Its message names the file and the cure; where in our code it was met helps nobody.
                log.LogError("{Method} {Path}: {Reason}", context.Request.Method, context.Request.Path, database.Message);
                return Answers.Refuse(503, ErrorCode.Unavailable, "The server cannot use its database now.");
            default:
                log.LogError(failure, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
                return Answers.Refuse(500, ErrorCode.Internal, "Something went wrong in the server.");
        }
    }
}
