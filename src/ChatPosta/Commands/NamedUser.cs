using System.CommandLine;
using ChatPosta.Accounts;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

/// <summary>The user whom a command names.</summary>
internal static class NamedUser
{
    public const string Description = "The id or a beginning of it, the name, or the identity's address.";

    public static Argument<string> Argument() => new("user") { Description = Description };

    public static Option<string?> Option(string description) => new("--user") { Description = $"{description} {Description}" };

    public static async Task<int> Use(ParseResult parse, Argument<string> named, Func<User, LiveFiles, Output, Task<int>> act)
    {
        using var files = LiveFiles.Open(parse);
        return await Use(parse.GetRequiredValue(named), files, Output.For(parse), user => act(user, files, Output.For(parse)));
    }

    public static async Task<int> Use(string reference, LiveFiles files, Output output, Func<User, Task<int>> act)
    {
        var (user, problem) = UserReference.Find(await files.Users.List(), reference);
        return user is null ? output.Fail(problem) : await act(user);
    }
}
