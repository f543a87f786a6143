using ChatPosta.Accounts;
using ChatPosta.Sessions;
using ChatPosta.Upstream;

namespace ChatPosta.Web;

/// <summary>
/// Turns what went wrong into words and a way out, as a page or as a fragment. Expected failures of the user's server are
/// 502; whatever else is thrown is our fault, logged, and 500.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, Html html, UserStore users, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsEmptyNotFound(context)) await Show(context, Problems.NotFound, StatusCodes.Status404NotFound);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser went away; there is nobody to tell.
        }
        catch (UpstreamException exception)
        {
            await Show(context, await OfUpstream(exception.Error, context), StatusCodes.Status502BadGateway);
        }
        catch (BadHttpRequestException exception)
        {
            await Show(context, Problems.BadRequest, exception.StatusCode);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            log.LogError(exception, "{Method} {Route} failed", context.Request.Method, context.GetEndpoint()?.DisplayName);
            await Show(context, Problems.Ours, StatusCodes.Status500InternalServerError);
        }
    }

    private async Task<ProblemModel> OfUpstream(UpstreamError error, HttpContext context)
    {
        if (error.Failure == UpstreamFailure.Refused && context.Features.Get<Session>() is { } session) await users.MarkRefused(session.User.Id);
        return Problems.Of(error);
    }

    private async Task Show(HttpContext context, ProblemModel problem, int status)
    {
        if (context.Response.HasStarted) return;

        context.Response.Clear();
        var result = context.Request.WantsFragment
            ? await html.Page<Problem, ProblemModel>(problem, status)
            : await html.Page<ProblemPage, ProblemModel>(problem, status);
        await result.ExecuteAsync(context);
    }

    private static bool IsEmptyNotFound(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound, ContentType: null };
}
