using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol.ClientApi;
using Posta.Server.Identities;

namespace Posta.Server.Profile;

/// <summary>What an identity says about itself. Seeded from the manifest once; afterwards this row wins.</summary>
internal sealed class ProfileStore(Database database)
{
    /// <summary>Makes the row if there is none; says whether it belongs to this identity.</summary>
    public Task<bool> Seed(ManifestEntry entry, CancellationToken ct = default) => database.Write(
        connection => connection.QuerySingle<string>(
            """
            INSERT INTO identity (row_id, url, name, kind) VALUES (1, @url, @Name, @Kind)
            ON CONFLICT DO UPDATE SET url = excluded.url WHERE url = '';
            SELECT url FROM identity;
            """,
            new { url = entry.Url.Canonical, entry.Name, entry.Kind }) == entry.Url.Canonical,
        ct);

    /// <summary>Whose messages and tokens these are; empty in a file that is older than this knowledge.</summary>
    public static string Owner(SqliteConnection connection) =>
        connection.ExecuteScalar<bool>("SELECT COUNT(*) FROM pragma_table_info('identity') WHERE name = 'url'")
            ? connection.ExecuteScalar<string>("SELECT url FROM identity") ?? ""
            : "";

    public Task<PublicProfile> Read(CancellationToken ct) => database.Read(
        connection => connection.QuerySingle<PublicProfile>(
            "SELECT name AS Name, about AS About, avatar AS Avatar, kind AS Kind FROM identity WHERE row_id = 1"),
        ct);

    /// <summary>Sets what is not null; says whether anything became different.</summary>
    public Task<bool> Change(IdentityPatch patch, CancellationToken ct) => database.Write(
        connection => connection.Execute(
            """
            UPDATE identity SET name = COALESCE(@Name, name), about = COALESCE(@About, about)
            WHERE name <> COALESCE(@Name, name) OR about <> COALESCE(@About, about)
            """,
            new { patch.Name, patch.About }) > 0,
        ct);

    /// <summary>Says whether it is another one than before.</summary>
    public Task<bool> SetAvatar(string address) => database.Write(
        connection => connection.Execute("UPDATE identity SET avatar = @address WHERE avatar <> @address", new { address }) > 0);
}
