using System.Reflection;
using Posta.Hosting.Configuration;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Server.Contacts;
using Posta.Server.Events;
using Posta.Server.Inbox;
using Posta.Server.Invites;
using Posta.Server.Messages;
using Posta.Server.Outbox;
using Posta.Server.Profile;
using Posta.Server.Tokens;

namespace Posta.Server.Identities;

/// <summary>One running identity: its database, its keys, and what works on them. Handlers take it as a parameter.</summary>
internal sealed class Identity : IBindableFromHttpContext<Identity>, IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Database _database;
    private readonly ILogger<Identity> _log;
    private Task _running = Task.CompletedTask;

    private Identity(ManifestEntry entry, IdentityFolder folder, Surroundings around)
    {
        Entry = entry;
        _log = around.Log<Identity>();
        Keys = new KeyFile(folder.Keys, around.Time);
        _database = folder.OpenDatabase();
        Tokens = new TokenStore(_database, around.Time, around.Log<TokenStore>());
        Invites = new InviteStore(_database, around.Time);
        Profile = new ProfileStore(_database);
        Contacts = new ContactStore(_database);
        Messages = new MessageStore(_database);
        Sends = new SendStore(_database, around.Time);
        OutboxRows = new OutboxStore(_database);
        Events = new EventHub(Messages, Contacts, Profile, around.Log<EventHub>());
        Streams = new OpenStreams(Tokens, around.Time, around.Log<OpenStreams>());
        Introductions = new Introductions(around.Actors, Contacts, Events, around.Log<Introductions>(), _ending.Token);
        Receiver = new Receiver(this, new ReceivedStore(_database, around.Config.Acl), around);
        Outbox = new DeliveryLoop(Url, Keys, OutboxRows, around.Courier, Events, around.Time, around.Log<DeliveryLoop>());
    }

    public ManifestEntry Entry { get; }

    public PostaUrl Url => Entry.Url;

    public KeyFile Keys { get; }

    public TokenStore Tokens { get; }

    public InviteStore Invites { get; }

    public ProfileStore Profile { get; }

    public ContactStore Contacts { get; }

    public MessageStore Messages { get; }

    public SendStore Sends { get; }

    public OutboxStore OutboxRows { get; }

    public EventHub Events { get; }

    public OpenStreams Streams { get; }

    public Introductions Introductions { get; }

    public Receiver Receiver { get; }

    public DeliveryLoop Outbox { get; }

    /// <summary>Opens what `identity add` made; whatever can fail at the start fails here, before anybody is served.</summary>
    public static async Task<Identity> Open(ManifestEntry entry, Surroundings around)
    {
        var folder = IdentityFolder.Of(around.Config.Data, entry.Slug);
        if (!folder.Exists)
            throw new ConfigurationException(
                around.Config.Manifest,
                $"{entry.Slug} has no keys or no database in {folder.Path}",
                "Add identities with `posta-server identity add`, or restore the folder.");

        var identity = new Identity(entry, folder, around);
        try
        {
            await identity.OutboxRows.Recover(CancellationToken.None);
            return identity;
        }
        catch
        {
            await identity.DisposeAsync();
            throw;
        }
    }

    public static ValueTask<Identity?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Identity?>(context.Identity());

    public void Start() => _running = Task.WhenAll(Run(Outbox.Run), Run(Streams.Watch));

    // Nobody awaits these before the end, so an end before that would go unseen.
    private async Task Run(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_ending.Token);
        }
        catch (Exception e) when (!_ending.IsCancellationRequested)
        {
            _log.LogCritical(e, "{Identity} has stopped working in the background", Url);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Streams.EndAll();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Outbox.Finish().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _database.DisposeAsync();
    }
}
