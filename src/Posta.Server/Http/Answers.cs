using System.Globalization;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Http;

/// <summary>The "no" of every endpoint: a stable code and a sentence for people.</summary>
internal static class Answers
{
    public static IResult Refuse(int status, string code, string message) =>
        TypedResults.Json(new ApiError(code, message), ClientApiJson.Default.ApiError, statusCode: status);

    public static IResult Refuse(Refusal refusal) => Refuse(refusal.Status, refusal.Code, refusal.Message);

    public static IResult Refuse(UrlRejection rejection) => Refuse(400, rejection.Code(), rejection.Explain());

    public static IResult NotFound(string what) => Refuse(404, ErrorCode.NotFound, what);

    /// <summary>Whole seconds, rounded up, so that a client that obeys is not refused again.</summary>
    public static void SetRetryAfter(this HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
