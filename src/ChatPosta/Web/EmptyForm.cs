using Microsoft.AspNetCore.Http.Features;

namespace ChatPosta.Web;

internal static class EmptyForm
{
    /// <summary>
    /// A form without a body is one without fields. Handlers that are bound when the program is compiled would read it all the
    /// same, and fail over its missing type.
    /// </summary>
    public static void UseEmptyForm(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !request.HasFormContentType && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
            request.Form = FormCollection.Empty;
        return next(context);
    });
}
