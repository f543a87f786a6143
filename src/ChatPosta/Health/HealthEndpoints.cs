using ChatPosta.Accounts;
using ChatPosta.Sessions;
using Dapper;

namespace ChatPosta.Health;

/// <summary>For the operator's monitor: alive, and ready to serve people.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => "ok\n").WithMetadata(new OpenToAll());
        app.MapGet("/readyz", Ready).WithMetadata(new OpenToAll());
    }

    private static async Task<IResult> Ready(AccountDatabase accounts, SessionDatabase sessions, CancellationToken ct)
    {
        await accounts.Db.Read(db => db.ExecuteScalar<int>("SELECT 1"), ct);
        await sessions.Db.Read(db => db.ExecuteScalar<int>("SELECT 1"), ct);
        return Results.Text("ready\n");
    }
}
