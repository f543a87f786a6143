using System.CommandLine;
using ChatPosta.Accounts;
using ChatPosta.Sessions;

namespace ChatPosta.Commands;

/// <summary>What the program keeps, opened beside it. A program that is running takes notice within a second.</summary>
internal sealed class LiveFiles : IDisposable
{
    private LiveFiles(ChatConfig config)
    {
        Config = config;
        Accounts = AccountDatabase.OpenForCommand(config.Db);
        // Both before anything is done: half of a command is worse than none.
        Sessions = SessionDatabase.OpenForCommand(config.SessionDb);
        Users = new(Accounts, TimeProvider.System);
    }

    public ChatConfig Config { get; }

    public AccountDatabase Accounts { get; }

    public SessionDatabase Sessions { get; }

    public UserStore Users { get; }

    public static LiveFiles Open(ParseResult parse) => new(ChatSettings.Read(parse));

    public void Dispose()
    {
        Accounts.Dispose();
        Sessions.Dispose();
    }
}
