using System.Reflection;

namespace Posta.Server.Tokens;

/// <summary>The token that a request came with. A handler that takes one runs behind <see cref="BearerAuthentication"/>.</summary>
internal sealed record BearerToken(long Id) : IBindableFromHttpContext<BearerToken>
{
    public static ValueTask<BearerToken?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<BearerToken>());
}
