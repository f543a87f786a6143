using Posta.Protocol;
using Posta.Server.Http;
using Posta.Server.Identities;

namespace Posta.Server.Tokens;

/// <summary>Everything behind this middleware needs a token of the identity whose host was called.</summary>
internal static class BearerAuthentication
{
    private const string Scheme = "Bearer ";

    public static void UseBearerAuthentication(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.IsOpen())
        {
            await next(context);
            return;
        }

        if (await Find(context) is not { } token)
        {
            await Challenge(context);
            return;
        }

        context.Features.Set(token);
        await next(context);
    });

    private static async Task<BearerToken?> Find(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        return await context.Identity().Tokens.Find(value[Scheme.Length..].Trim(), context.RequestAborted);
    }

    private static Task Challenge(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Answers.Refuse(401, ErrorCode.Unauthorized, "This needs a token that is valid here.").ExecuteAsync(context);
    }
}
