namespace Posta.Server.Http;

internal static class Health
{
    private const string Path = "/healthz";

    /// <summary>Says that the daemon answers, at any host (C-03).</summary>
    public static void UseHealth(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.Path == Path && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            ? TypedResults.Text("ok\n").ExecuteAsync(context)
            : next(context));
}
