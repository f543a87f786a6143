using Posta.Hosting.Http;
using Posta.Protocol;
using Posta.Server.Http;

namespace Posta.Server.Invites;

/// <summary>How often one address may ask about invites, at all identities of this server together.</summary>
internal sealed class InviteLimit(TimeProvider time) : IEndpointFilter
{
    private const int PerMinute = 10;

    private readonly SlidingMinute<string> _asked = new(PerMinute, time);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (_asked.TryPass(ClientKey.Of(context.HttpContext), out var retryAfter))
            return await next(context);

        context.HttpContext.Response.SetRetryAfter(retryAfter);
        return Answers.Refuse(
            429, ErrorCode.RateLimited, "Too many invites were tried from this address. Wait a moment, then try again.");
    }
}
