using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Posta.Hosting.Data;
using Property = Posta.Tests.Protocol.Property;

namespace Posta.Tests.Hosting.Data;

/// <summary>Whatever shares a commit, on a disk that may be full: what succeeded is there in its order, and nothing else is.</summary>
public sealed class GroupCommitModelTests
{
    private static readonly Gen<Ask> AnyAsk = Gen.Frequency(
        (6, Gen.Constant(Ask.Fits)),
        (2, Gen.Constant(Ask.Throws)),
        (2, Gen.Constant(Ask.Repeats)),
        (2, Gen.Constant(Ask.TooLarge)),
        (2, Gen.Constant(Ask.TooManyParts)),
        (1, Gen.Constant(Ask.CalledOff)),
        (1, Gen.Constant(Ask.Checkpoint)));

    private enum Ask
    {
        Fits,
        Throws,
        Repeats,
        TooLarge,
        TooManyParts,
        CalledOff,
        Checkpoint,
    }

    [Fact]
    public void What_succeeded_is_there_in_order_and_what_failed_is_not() =>
        Property.Holds(AnyAsk.ListOf(), asks => Agrees(asks).GetAwaiter().GetResult(), times: 150);

    private static async Task<bool> Agrees(IEnumerable<Ask> asks)
    {
        using var notebook = new Notebook();
        await using var database = notebook.Open();
        await using var other = notebook.Open();
        await Notebook.Write(database, "first");
        await database.Write(connection => connection.Execute("PRAGMA max_page_count = 12"));

        using var held = await HeldWriter.In(database);
        var asked = asks.Select((ask, i) => (Text: $"{ask} {i}", Task: Start(database, ask, $"{ask} {i}"))).ToArray();
        held.LetGo();
        await Task.WhenAll(asked.Select(each => each.Task)).ContinueWith(_ => { }, TaskScheduler.Default);

        var succeeded = asked.Where(each => each.Task.IsCompletedSuccessfully && !each.Text.StartsWith(nameof(Ask.Checkpoint), StringComparison.Ordinal));
        var expected = succeeded.Select(each => each.Text).Prepend("first");
        return (await Notebook.Texts(other)).SequenceEqual(expected) && await StillWorks(database, other);
    }

    private static Task Start(Database database, Ask ask, string text) => ask switch
    {
        Ask.Fits => Notebook.Write(database, text),
        Ask.Throws => database.Write(connection =>
        {
            connection.Execute("INSERT INTO notes (text) VALUES (@text)", new { text });
            throw new InvalidOperationException(text);
        }),
        Ask.Repeats => Notebook.Write(database, "first"),
        Ask.TooLarge => Notebook.Write(database, text + new string('x', 200_000)),
        // A statement of several rows keeps a journal of its own, so that SQLite undoes it otherwise than a plain one.
        Ask.TooManyParts => database.Write(connection => connection.Execute(
            """
            WITH RECURSIVE part (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM part WHERE n < 300)
            INSERT INTO notes (text) SELECT @text || n || hex(zeroblob(500)) FROM part
            """,
            new { text })),
        Ask.CalledOff => database.Write(connection => connection.Execute("DELETE FROM notes"), new CancellationToken(canceled: true)),
        _ => database.Checkpoint(),
    };

    private static async Task<bool> StillWorks(Database database, Database other)
    {
        await database.Write(connection => connection.Execute("PRAGMA max_page_count = 10000"));
        await Notebook.Write(database, "room again");
        return (await Notebook.Texts(other))[^1] == "room again"
            && await database.Read(connection => connection.ExecuteScalar<string>("PRAGMA integrity_check")) == "ok";
    }
}
