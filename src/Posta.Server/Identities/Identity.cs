using System.Reflection;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Server.Contacts;
using Posta.Server.Events;
using Posta.Server.Inbox;
using Posta.Server.Invites;
using Posta.Server.Media;
using Posta.Server.Messages;
using Posta.Server.Outbox;
using Posta.Server.Profile;
using Posta.Server.Search;
using Posta.Server.Tokens;

namespace Posta.Server.Identities;

/// <summary>One running identity: its database, its keys, and what works on them. Handlers take it as a parameter.</summary>
internal sealed class Identity : IBindableFromHttpContext<Identity>, IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource<DatabaseException> _damage = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IdentityLock _lock;
    private readonly bool _checkLater;
    private readonly Database _database;
    private readonly ILogger<Identity> _log;
    private Task _running = Task.CompletedTask;

    private Identity(ManifestEntry entry, IdentityFolder folder, IdentityLock held, Surroundings around)
    {
        Entry = entry;
        _lock = held;
        _log = around.Log<Identity>();
        Keys = new KeyFile(folder.Keys, around.Time, around.Log<KeyFile>());
        _checkLater = folder.IsBig;
        _database = folder.OpenDatabase(damage => _damage.TrySetResult(damage));
        Tokens = new TokenStore(_database, around.Time, around.Log<TokenStore>());
        Invites = new InviteStore(_database, around.Time);
        Profile = new ProfileStore(_database);
        Contacts = new ContactStore(_database);
        ContactList = new ContactList(_database, Contacts);
        Messages = new MessageStore(_database);
        SearchIndex = new SearchIndex(_database, around.Time, around.Log<SearchIndex>());
        Search = new SearchStore(_database, SearchIndex);
        Sends = new SendStore(_database, around.Time);
        OutboxRows = new OutboxStore(_database);
        Events = new EventHub(Messages, Contacts, Profile, around.Log<EventHub>());
        Images = new ImageFolder(folder.Path, around.Time);
        Avatars = new Avatars(Images, Profile, Url, Events, around.Time, around.Log<Avatars>());
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

    public ContactList ContactList { get; }

    public MessageStore Messages { get; }

    public SearchStore Search { get; }

    public SearchIndex SearchIndex { get; }

    public SendStore Sends { get; }

    public OutboxStore OutboxRows { get; }

    public EventHub Events { get; }

    public ImageFolder Images { get; }

    public Avatars Avatars { get; }

    public OpenStreams Streams { get; }

    public Introductions Introductions { get; }

    public Receiver Receiver { get; }

    public DeliveryLoop Outbox { get; }

    /// <summary>Requests that found it before it went may still come.</summary>
    public bool HasEnded => _ending.IsCancellationRequested;

    /// <summary>Completes when its database turns out to be damaged: then it must go out of service.</summary>
    public Task<DatabaseException> Damage => _damage.Task;

    /// <summary>Opens what `identity add` made; whatever can fail at the start fails here, before anybody is served.</summary>
    public static async Task<Opening> Open(ManifestEntry entry, Surroundings around)
    {
        var folder = IdentityFolder.Of(around.Config.Data, entry.Slug);
        if (folder.Obstacle("Restore the folder; or take the identity out of the manifest, and make it anew with `posta-server identity add`.") is { } obstacle)
            return new Opening.Refused(obstacle);

        IdentityLock? held = null;
        try
        {
            held = IdentityLock.TryTake(folder);
            return held is null ? new Opening.InUse(folder.Path) : new Opening.Opened(await Open(entry, folder, held, around));
        }
        // Whatever it is, it is this identity's trouble and not the others'.
        catch (Exception e)
        {
            held?.Dispose();
            return Opening.Refused.For(e, folder);
        }
    }

    private static async Task<Identity> Open(ManifestEntry entry, IdentityFolder folder, IdentityLock held, Surroundings around)
    {
        var identity = new Identity(entry, folder, held, around);
        try
        {
            // A slip of the pen in the manifest must not give one address the mail and the tokens of another.
            if (!await identity.Profile.Seed(entry))
                throw folder.IsNotOf(entry);
            await identity.OutboxRows.Recover(CancellationToken.None);
            identity.Images.Sweep();
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

    /// <summary>Looks through the pages that were too many to look through while opening.</summary>
    public async Task CheckLater()
    {
        if (!_checkLater)
            return;

        try
        {
            await _database.Check(_ending.Token);
        }
        catch (Exception e) when (e is DatabaseException or OperationCanceledException or ObjectDisposedException)
        {
            // Damage is told by Damage; whoever ended meanwhile is no longer of interest.
        }
    }

    public void Start() => _running = Task.WhenAll(Run(Outbox.Run), Run(Streams.Watch), Run(Avatars.Run), Run(SearchIndex.Run));

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
        ContactList.Dispose();
        await _database.DisposeAsync();
        _lock.Dispose();
    }
}
