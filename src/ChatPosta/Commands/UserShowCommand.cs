using System.CommandLine;
using ChatPosta.Accounts;
using ChatPosta.Sessions;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

internal static class UserShowCommand
{
    private const int Tail = 10;

    public static Command Create()
    {
        var named = NamedUser.Argument();
        var command = new Command("show", "Show an account: link, passkeys, sessions, and what was done to it lately.") { named, Output.JsonOption() };
        command.SetAction((parse, _) => NamedUser.Use(parse, named, async (user, files, output) =>
        {
            var shown = await Read(user, files);
            if (output.Json) output.Answer("", shown);
            else Print(shown, output);
            return ExitCode.Ok;
        }));
        return command;
    }

    private static async Task<Shown> Read(User user, LiveFiles files)
    {
        var (keys, audit) = await files.Accounts.Db.Read(db => (UserKeyStore.Read(db, user.Id), AuditStore.List(db, user.Id, since: null, Tail)));
        return new(user, keys, await files.Sessions.Db.Read(db => SessionRowStore.List(db, user.Id).Count), audit);
    }

    private static void Print(Shown shown, Output output)
    {
        output.Table(
            shown.Fields,
            new Column<(string Field, object? Value)>("field", pair => pair.Field),
            new Column<(string Field, object? Value)>("value", pair => pair.Value));
        output.Say("");
        output.Table(
            shown.Passkeys,
            new Column<KeyState>("passkey", passkey => passkey.Name),
            new Column<KeyState>("created", passkey => passkey.CreatedAt),
            new Column<KeyState>("last used", passkey => passkey.LastUsedAt),
            new Column<KeyState>("opens", passkey => passkey.Opens));
        output.Say("");
        output.Table(shown.Audit, AuditCommand.Columns(withUser: false));
    }

    /// <summary>The same for people and, as JSON, for programs.</summary>
    private sealed record Shown(string Id, string Name, string Identity, string Server, string State, DateTimeOffset Created, DateTimeOffset? LastSeen)
    {
        public Shown(User user, UserKeys keys, int sessions, IReadOnlyList<AuditEntry> audit)
            : this(user.Id, user.Name, user.Identity.Canonical, user.ServerOrigin.AbsoluteUri, UserCommand.State(user), user.CreatedAt, user.LastSeenAt)
        {
            LinkedAt = keys.LinkedAt;
            HasUnlockCode = keys.HasUnlockCode;
            Passkeys = keys.Passkeys;
            Sessions = sessions;
            Audit = audit;
        }

        public DateTimeOffset LinkedAt { get; init; }

        public bool HasUnlockCode { get; init; }

        public int Sessions { get; init; }

        public IReadOnlyList<KeyState> Passkeys { get; init; } = [];

        public IReadOnlyList<AuditEntry> Audit { get; init; } = [];

        internal IEnumerable<(string Field, object? Value)> Fields =>
        [
            ("id", Id), ("name", Name), ("identity", Identity), ("server", Server), ("state", State), ("created", Created),
            ("last seen", LastSeen), ("linked", LinkedAt), ("unlock code", HasUnlockCode), ("sessions", Sessions),
        ];
    }
}
