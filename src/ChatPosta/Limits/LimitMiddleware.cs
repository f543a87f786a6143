namespace ChatPosta.Limits;

/// <summary>Refuses what an endpoint's limit does not allow, with 429 and the time to wait; the problem page puts it into words.</summary>
internal sealed class LimitMiddleware(RequestDelegate next, RateLimits limits)
{
    // A stream has no such limit, and nothing shall wait here for as long as it lasts.
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Limit>() is { } limit ? Count(context, limit) : next(context);

    private async Task Count(HttpContext context, Limit limit)
    {
        if (await Caller.BindAsync(context) is { } caller && limits.Refuse(limit, caller) is { } wait)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.RetryAfter(wait);
            return;
        }

        await next(context);
    }
}

internal static class LimitedEndpoints
{
    /// <summary>Counts each request to this endpoint. Where typed text must be kept, the handler asks <see cref="RateLimits"/> itself.</summary>
    public static TBuilder RequireLimit<TBuilder>(this TBuilder endpoint, Limit limit)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(limit);
}
