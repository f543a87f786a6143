using ChatPosta.Accounts;
using ChatPosta.Sessions;
using Posta.Hosting.Data;

namespace ChatPosta.Doctor;

/// <summary>What an operator wants to know before people complain. Nothing is changed, whether the program runs or not.</summary>
internal sealed class ProgramChecks(ChatConfig config)
{
    private const long LittleRoom = 1L << 30;
    private const long NoRoom = 64L << 20;

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(config.Db))!;

    public IReadOnlyList<Finding> Run() => Directory.Exists(_folder)
        ? [Address(), Database(config.Db, AccountDatabase.Migrations, "It is restored from a backup."), Database(config.SessionDb, SessionDatabase.Migrations, "Delete it; everybody signs in again."), .. Modes(), Disk()]
        : [Address(), Finding.Warning("data", $"{_folder} does not exist yet; the first start makes it.")];

    /// <summary>Its exact host is the RP ID of every passkey, so it must be right before the first sign-up.</summary>
    private Finding Address() => config.BaseUrl switch
    {
        { IsLoopback: true, HostNameType: UriHostNameType.Dns } url => Finding.Warning("base_url", $"{url} is for trying out: no other machine reaches it."),
        { HostNameType: not UriHostNameType.Dns } url => Finding.Problem("base_url", $"{url} has an IP address for a host, and browsers make no passkey for one. Give it a name."),
        { Scheme: "http" } url => Finding.Problem("base_url", $"{url} is without TLS, and browsers make no passkey there. Write https, and let the proxy in front have the certificate."),
        var url => Finding.Ok("base_url", $"{url}; keep its host for good, since every passkey belongs to it."),
    };

    private static Finding Database(string path, MigrationSet migrations, string cure)
    {
        if (!File.Exists(path)) return Finding.Warning("database", $"{path} does not exist yet; the next start makes it.");

        try
        {
            return DatabaseInspection.Of(path, migrations) switch
            {
                { Damage: { } damage } => Finding.Problem("database", $"{path} is damaged ({damage}). {cure}"),
                var found when found.Schema > found.KnownSchema => Finding.Problem("database", $"{path} has schema {found.Schema}, and this program knows {found.KnownSchema}. Install the newer version again."),
                var found when found.Schema < found.KnownSchema => Finding.Ok("database", $"{path} is whole; the next start brings its schema from {found.Schema} to {found.KnownSchema}."),
                var found => Finding.Ok("database", $"{path} is whole, schema {found.Schema}."),
            };
        }
        catch (DatabaseException exception)
        {
            return Finding.Problem("database", exception.Message);
        }
    }

    private IEnumerable<Finding> Modes() =>
        new FileModes(config).Run([.. new[] { config.Db, config.SessionDb, config.PepperFile }.Where(File.Exists)]);

    private Finding Disk()
    {
        var free = new DriveInfo(_folder).AvailableFreeSpace;
        var words = $"{free >> 20} MiB are free at {_folder}";
        return free < NoRoom ? Finding.Problem("disk", $"{words}: nobody can sign in or up soon. Make room; no restart is needed.")
            : free < LittleRoom ? Finding.Warning("disk", $"{words}. Make room before it is full.")
            : Finding.Ok("disk", $"{words}.");
    }
}
