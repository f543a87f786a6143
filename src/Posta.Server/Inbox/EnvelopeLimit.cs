using Posta.Protocol;
using Posta.Server.Http;

namespace Posta.Server.Inbox;

internal static class EnvelopeLimit
{
    /// <summary>A POST that announces too much for an envelope is refused first of all, wherever it goes (W-09).</summary>
    public static void UseEnvelopeLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!IsTooLarge(context.Request))
            return next(context);

        context.Request.LiftBodyLimit();
        return Answers.Refuse(EnvelopeChecks.EnvelopeTooLarge).ExecuteAsync(context);
    });

    private static bool IsTooLarge(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.ContentLength > WireFormat.MaxBytes
        && !request.Path.StartsWithSegments(ApiAnswers.Prefix);
}
