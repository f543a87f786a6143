using ChatPosta.Accounts;
using ChatPosta.Sessions;
using Posta.Hosting.Data;

namespace ChatPosta.Health;

/// <summary>For the operator's monitor: alive, and ready to serve people.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/healthz", Methods, () => "ok\n").WithMetadata(new OpenToAll());
        app.MapMethods("/readyz", Methods, Ready).WithMetadata(new OpenToAll());
    }

    private static async Task<IResult> Ready(
        AccountDatabase accounts, SessionDatabase sessions, ILogger<AccountDatabase> log, CancellationToken ct)
    {
        try
        {
            await accounts.Check(ct);
            await sessions.Check(ct);
            return Results.Text("ready\n");
        }
        catch (DatabaseException exception)
        {
            log.LogError(exception, "Not ready");
            return Results.Text("not ready: a database can't be used; the log says why\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
