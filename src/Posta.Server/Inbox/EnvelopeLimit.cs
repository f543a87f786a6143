using Posta.Protocol;
using Posta.Server.Http;

namespace Posta.Server.Inbox;

internal static class EnvelopeLimit
{
    /// <summary>A POST that announces too much for an envelope is refused first of all, wherever it goes (W-09).</summary>
    public static void UseEnvelopeLimit(this IApplicationBuilder app) => app.Use((context, next) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.Request.ContentLength > WireFormat.MaxBytes
        && !context.Request.Path.StartsWithSegments(ApiAnswers.Prefix)
            ? Answers.Refuse(EnvelopeChecks.EnvelopeTooLarge).ExecuteAsync(context)
            : next(context));
}
