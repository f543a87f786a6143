using Posta.Hosting.Http;
using Posta.Protocol;
using Posta.Server.Http;

namespace Posta.Server.Identities;

/// <summary>The Host of a request decides whose server this is.</summary>
internal static class IdentityDispatch
{
    public static void UseIdentityDispatch(this IApplicationBuilder app, IdentityRegistry registry) => app.Use((context, next) =>
    {
        if (registry.TenantOf(context.Request.SentHost()) is not { } tenant)
            return Answers.NotFound("No identity lives at this host.").ExecuteAsync(context);
        // W-31: a 404 would make senders give their messages up.
        if (tenant.Identity is not { } identity)
            return Answers.Refuse(503, ErrorCode.Unavailable, "This identity is out of service at the moment.").ExecuteAsync(context);

        context.Features.Set(identity);
        return next(context);
    });

    /// <summary>The identity that was called; there is one behind the dispatch.</summary>
    public static Identity Identity(this HttpContext context) => context.Features.Get<Identity>()!;
}
