using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Faults;

/// <summary>
/// kill -9 at random: what was acknowledged is there, once. Small here; `tests/faults` runs the full size, by
/// POSTA_FAULT_ROUNDS and POSTA_FAULT_SENDS.
/// </summary>
public sealed class KillTests
{
    private const int Workers = 4;
    private const int Peers = 8;

    private static readonly int Rounds = Number("POSTA_FAULT_ROUNDS", 2);
    private static readonly int Size = Number("POSTA_FAULT_SENDS", 60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60 + Rounds * Size / 20);

    private readonly Random _random = new(Number("POSTA_FAULT_SEED", Environment.TickCount));

    [Fact]
    public async Task No_send_that_was_accepted_is_lost_or_doubled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill -9.");
        using var victim = await Victim.Start();
        await using var carol = await Stranger.Start(TimeProvider.System);

        // Several peers, since to one of them messages go one at a time.
        PostaUrl[] peers = [.. Enumerable.Range(0, Peers).Select(i => PostaUrl.Parse($"{carol.Url}/{i}"))];

        await KillAtRandom(victim, name => Accepted(victim.Alice, ApiClient.Text(peers[name[^1] % Peers], name), name));

        var all = Rounds * Size;
        await Eventually.True(() => carol.Received.Select(envelope => envelope.Id).Distinct().Count() >= all, Patience, "all arrived");
        await Eventually.True(async () => await IsDelivered(victim.Alice, peers), Patience, "all delivered");
        Assert.Equal(0, await victim.Stop());
        Check(victim.DatabaseFile, "SELECT payload FROM messages WHERE direction = 'outbound' AND state = 'delivered'", all);
        Assert.Equal(all, carol.Received.Select(envelope => envelope.Id).Distinct().Count());
    }

    [Fact]
    public async Task No_envelope_that_was_accepted_is_lost_or_doubled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill -9.");
        using var victim = await Victim.Start();
        await using var carol = await Stranger.Start(TimeProvider.System);
        using var http = RawHttp.Client(victim.Url);

        await KillAtRandom(victim, async name =>
        {
            using var request = new Letter(Envelope.Write(carol.Write(victim.Url, name) with { Id = name }), carol.Keys.Keys[0]).Request(victim.Url);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            // A second try may find the first one stored.
            Assert.True((int)response.StatusCode is 204 or 409 or 502, $"{(int)response.StatusCode}");
            return (int)response.StatusCode is not 502;
        });

        Assert.Equal(0, await victim.Stop());
        Check(victim.DatabaseFile, "SELECT payload FROM messages WHERE direction = 'inbound'", Rounds * Size);
    }

    // They go in order, so the newest of each tells of all.
    private static async Task<bool> IsDelivered(ApiClient alice, PostaUrl[] peers)
    {
        foreach (var peer in peers)
            if (await alice.Messages(peer, "&limit=1") is [{ State: not MessageState.Delivered }])
                return false;
        return true;
    }

    private static async Task<bool> Accepted(ApiClient alice, string message, string key)
    {
        var answer = await alice.Post("/messages", message, key);
        Assert.Equal(202, answer.Status);
        return true;
    }

    /// <summary>In each round, so many sends by several workers, and one kill somewhere among them.</summary>
    private async Task KillAtRandom(Victim victim, Func<string, Task<bool>> send)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var sends = new Sends(victim, round, fatal: _random.Next(Size), send);
            var workers = Enumerable.Range(0, Workers).Select(_ => Task.Run(sends.Work)).ToArray();
            await Task.WhenAny(sends.FatalOne, Task.WhenAll(workers));
            await victim.KillAndStartAgain();
            await Task.WhenAll(workers);
        }
    }

    private static void Check(string databaseFile, string query, int all)
    {
        using var database = new SqliteConnection($"Data Source={databaseFile};Pooling=False");
        var bodies = database.Query<byte[]>(query).Select(payload => System.Text.Json.JsonDocument.Parse(payload).RootElement.GetProperty("body").GetString()!);

        Assert.Equal("ok", database.ExecuteScalar<string>("PRAGMA integrity_check"));
        Assert.Equal(
            Enumerable.Range(0, Rounds).SelectMany(round => Enumerable.Range(1, Size).Select(i => $"{round}-{i}")).Order(StringComparer.Ordinal),
            bodies.Order(StringComparer.Ordinal));
        Assert.Equal(all, database.ExecuteScalar<int>("SELECT COUNT(*) FROM messages"));
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var size) ? size : usual;

    /// <summary>The sends of one round, shared by its workers.</summary>
    private sealed class Sends(Victim victim, int round, int fatal, Func<string, Task<bool>> send)
    {
        private readonly TaskCompletionSource _fatalOne = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _next;
        private int _done;

        /// <summary>Completes with the acknowledgement upon which the daemon is to die.</summary>
        public Task FatalOne => _fatalOne.Task;

        public async Task Work()
        {
            for (int number; (number = Interlocked.Increment(ref _next)) <= Size;)
            {
                while (!await victim.Insist(() => send($"{round}-{number}")))
                {
                    // It could not take it now: a peer would come again.
                }

                if (Interlocked.Increment(ref _done) > fatal)
                    _fatalOne.TrySetResult();
            }
        }
    }
}
