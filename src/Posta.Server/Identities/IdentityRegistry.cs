using System.Collections.Concurrent;
using System.Collections.Frozen;
using Posta.Hosting.Configuration;
using Posta.Hosting.Data;

namespace Posta.Server.Identities;

/// <summary>
/// The identities of the manifest, by host[:port]. It opens them before the first request is taken. One that cannot be
/// opened, or turns out to be damaged, is out of service alone, until the manifest is read again.
/// </summary>
public sealed class IdentityRegistry : IHostedService
{
    private readonly ServerConfig _config;
    private readonly Func<ManifestEntry, Task<Opening>> _open;
    private readonly ILogger<IdentityRegistry> _log;
    private readonly Turn _turn = new();
    private volatile FrozenDictionary<string, Tenant> _tenants = FrozenDictionary<string, Tenant>.Empty;

    internal IdentityRegistry(ServerConfig config, Func<ManifestEntry, Task<Opening>> open, ILogger<IdentityRegistry> log)
    {
        _config = config;
        _open = open;
        _log = log;
    }

    /// <summary>
    /// Reads the manifest again. A bad one is refused as a whole and everything stays as it was (C-23); what was out of
    /// service is tried again.
    /// </summary>
    /// <exception cref="ConfigurationException">What is wrong with it.</exception>
    public async Task Reload(CancellationToken ct = default)
    {
        foreach (var inUse in await Load(ct))
            _log.LogError("Out of service: {Reason}", inUse.Refusal.Message);
    }

    internal Tenant? TenantOf(HostString host) => _tenants.GetValueOrDefault(Authority(host));

    /// <summary>Null as well when it is out of service.</summary>
    internal Identity? Find(HostString host) => TenantOf(host)?.Identity;

    async Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        var inUse = await Load(cancellationToken);
        if (inUse.Count == 0)
            return;

        // Two daemons would deliver everything twice, so this is no start, not even for the other identities.
        await _turn.Take(() => Replace([]), cancellationToken);
        throw inUse[0].Refusal;
    }

    // Not given up when the time for stopping is used up by slow requests: what is open must be closed.
    Task IHostedService.StopAsync(CancellationToken cancellationToken) => _turn.Take(() => Replace([]), CancellationToken.None);

    private async Task<IReadOnlyList<Opening.InUse>> Load(CancellationToken ct)
    {
        var inUse = await _turn.Take(() => Replace(Read()), ct);
        _log.LogInformation("Serving {Count} identities", _tenants.Values.Count(tenant => tenant.Identity is not null));
        return inUse;
    }

    // No manifest is an empty start; under running identities it is more likely half an edit, or a disk that went.
    private IReadOnlyList<ManifestEntry> Read() =>
        _tenants.Count == 0 ? Manifest.Read(_config.Manifest) : Manifest.ReadExisting(_config.Manifest);

    /// <summary>Keeps who runs already, ends who is gone, and opens the others; says which of them another process has.</summary>
    private async Task<IReadOnlyList<Opening.InUse>> Replace(IReadOnlyList<ManifestEntry> entries)
    {
        var before = _tenants;
        Tenant[] after = [.. entries.Select(entry => before.GetValueOrDefault(entry.Url.Authority) is { } tenant && tenant.Runs(entry) ? tenant : new Tenant(entry))];
        // Hosts that are about to open must not answer 404 meanwhile (W-31).
        Place(after);
        await End(before.Values.Except(after));

        var openings = await OpenAll([.. after.Where(tenant => tenant.Identity is null).Select(tenant => tenant.Entry)]);
        var opened = openings.OfType<Opening.Opened>().Select(opening => opening.Identity).ToArray();
        Place(after.Select(tenant => tenant.Identity is null ? tenant with { Identity = Array.Find(opened, identity => identity.Entry == tenant.Entry) } : tenant));
        foreach (var identity in opened)
            Start(identity);
        _ = CheckLater(opened);
        return [.. openings.OfType<Opening.InUse>()];
    }

    private void Place(IEnumerable<Tenant> tenants) => _tenants = tenants.ToFrozenDictionary(tenant => tenant.Authority);

    private static Task End(IEnumerable<Tenant> tenants) =>
        Task.WhenAll(tenants.Select(tenant => tenant.Identity).OfType<Identity>().Select(identity => identity.DisposeAsync().AsTask()));

    // Opening is mostly work and little waiting, so more at once than there are cores would gain nothing.
    private async Task<IReadOnlyCollection<Opening>> OpenAll(IReadOnlyList<ManifestEntry> entries)
    {
        var openings = new ConcurrentBag<Opening>();
        await Parallel.ForEachAsync(entries, async (entry, _) =>
        {
            var opening = await _open(entry);
            openings.Add(opening);
            if (opening is Opening.Refused refused)
                LogOutOfService(entry, refused.Reason);
        });
        return openings;
    }

    private void Start(Identity identity)
    {
        identity.Start();
        _ = Task.Run(async () => await TakeOut(identity, await identity.Damage));
    }

    // One after the other: nobody waits for it, and it must not take the disk from those who are being served.
    private static async Task CheckLater(IReadOnlyList<Identity> identities)
    {
        await Task.Yield();
        foreach (var identity in identities)
            await identity.CheckLater();
    }

    private Task TakeOut(Identity identity, DatabaseException damage) => _turn.Take(async () =>
    {
        var place = _tenants.GetValueOrDefault(identity.Url.Authority);
        if (place?.Identity != identity)
            return;

        LogOutOfService(identity.Entry, damage.Message);
        Place(_tenants.Values.Select(tenant => tenant == place ? tenant with { Identity = null } : tenant));
        await identity.DisposeAsync();
    });

    private void LogOutOfService(ManifestEntry entry, string reason) => _log.LogError(
        "{Slug} ({Url}) is out of service, the others are not: {Reason} SIGHUP or a restart tries it again", entry.Slug, entry.Url.Display, reason);

    private static string Authority(HostString host)
    {
        var authority = host.Value?.ToLowerInvariant() ?? "";
        return authority.EndsWith(":443", StringComparison.Ordinal) ? authority[..^":443".Length] : authority;
    }
}
