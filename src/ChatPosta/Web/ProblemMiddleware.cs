using ChatPosta.Accounts;
using ChatPosta.Limits;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using Posta.Hosting.Data;

namespace ChatPosta.Web;

/// <summary>
/// Turns what went wrong into words and a way out, as a page, as a fragment or as JSON for a script. Expected failures of
/// the user's server are 502; whatever else is thrown is our fault, logged, and 500.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, Html html, UserStore users, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsEmpty(context.Response) && Problems.Of(context.Response.StatusCode, context.Response.RetryAfter()) is { } problem) await Show(context, problem, context.Response.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser went away; there is nobody to tell.
        }
        catch (UpstreamException exception)
        {
            await Replace(context, await OfUpstream(exception.Error, context), StatusCodes.Status502BadGateway);
        }
        catch (BadHttpRequestException exception)
        {
            await Replace(context, Problems.Of(exception.StatusCode) ?? Problems.BadRequest, exception.StatusCode);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            log.LogError(exception, "{Method} {Route} failed", context.Request.Method, context.GetEndpoint()?.DisplayName);
            await Replace(context, Problems.Ours, StatusOf(exception));
        }
    }

    private async Task<ProblemModel> OfUpstream(UpstreamError error, HttpContext context)
    {
        if (error.Failure == UpstreamFailure.Refused && context.Features.Get<Session>() is { } session)
            await users.MarkRefused(session.User.Id, session.LinkId);

        return Problems.Of(error);
    }

    /// <summary>What a handler had begun to answer goes, its cookies included: it has not done what they stand for.</summary>
    private Task Replace(HttpContext context, ProblemModel problem, int status)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;

        context.Response.Clear();
        return Show(context, problem, status);
    }

    private async Task Show(HttpContext context, ProblemModel problem, int status)
    {
        context.Response.VaryByHtmx();
        await (await Answer(context.Request, problem, status)).ExecuteAsync(context);
    }

    private async Task<IResult> Answer(HttpRequest request, ProblemModel problem, int status)
    {
        if (request.WantsJson) return Results.Json(new { error = $"{problem.Title}. {problem.Detail}" }, statusCode: status);

        return request.WantsFragment
            ? await html.Page<Problem, ProblemModel>(problem, status)
            : await html.Page<ProblemPage, ProblemModel>(problem, status);
    }

    private static bool IsEmpty(HttpResponse response) => response is { HasStarted: false, ContentType: null, ContentLength: null };

    private static int StatusOf(Exception exception) => exception switch
    {
        DatabaseException { Fault: DatabaseFault.Full } => StatusCodes.Status507InsufficientStorage,
        DatabaseException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
