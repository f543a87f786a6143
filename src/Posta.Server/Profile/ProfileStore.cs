using Dapper;
using Posta.Hosting.Data;

namespace Posta.Server.Profile;

/// <summary>What an identity says about itself. Seeded from the manifest once; afterwards this row wins.</summary>
internal sealed class ProfileStore(Database database)
{
    public Task Seed(string name, string kind, CancellationToken ct = default) => database.Write(
        connection => connection.Execute(
            "INSERT INTO identity (row_id, name, kind) VALUES (1, @name, @kind) ON CONFLICT DO NOTHING", new { name, kind }),
        ct);

    public Task<PublicProfile> Read(CancellationToken ct) => database.Read(
        connection => connection.QuerySingle<PublicProfile>(
            "SELECT name AS Name, about AS About, avatar AS Avatar, kind AS Kind FROM identity WHERE row_id = 1"),
        ct);
}
