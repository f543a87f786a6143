using System.Collections.Frozen;

namespace Posta.Server.Identities;

/// <summary>The running identities, by host[:port]. It starts them before the first request is taken.</summary>
public sealed class IdentityRegistry : IHostedService
{
    private readonly ServerConfig _config;
    private readonly Func<ManifestEntry, Task<Identity>> _open;
    private readonly ILogger<IdentityRegistry> _log;
    private readonly Turn _turn = new();
    private volatile FrozenDictionary<string, Identity> _byAuthority = FrozenDictionary<string, Identity>.Empty;

    internal IdentityRegistry(ServerConfig config, Func<ManifestEntry, Task<Identity>> open, ILogger<IdentityRegistry> log)
    {
        _config = config;
        _open = open;
        _log = log;
    }

    /// <summary>
    /// Reads the manifest again. A bad one is refused as a whole and everything stays as it was (C-23).
    /// </summary>
    /// <exception cref="Posta.Hosting.Configuration.ConfigurationException">What is wrong with it.</exception>
    public async Task Reload(CancellationToken ct = default)
    {
        await _turn.Take(() => Replace(Read()), ct);
        _log.LogInformation("Serving {Count} identities", _byAuthority.Count);
    }

    internal Identity? Find(HostString host) => _byAuthority.GetValueOrDefault(Authority(host));

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Reload(cancellationToken);

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => _turn.Take(() => Replace([]), cancellationToken);

    // No manifest is an empty start; under running identities it is more likely half an edit, or a disk that went.
    private IReadOnlyList<ManifestEntry> Read() =>
        _byAuthority.Count == 0 ? Manifest.Read(_config.Manifest) : Manifest.ReadExisting(_config.Manifest);

    private async Task Replace(IReadOnlyList<ManifestEntry> entries)
    {
        var before = _byAuthority;
        var after = await Open(entries, before);
        _byAuthority = after.ToFrozenDictionary(identity => identity.Url.Authority);

        await Task.WhenAll(before.Values.Except(after).Select(identity => identity.DisposeAsync().AsTask()));
        foreach (var identity in after.Except(before.Values))
            identity.Start();
    }

    /// <summary>Keeps who runs already and opens the others; when one cannot be opened, none is.</summary>
    private async Task<List<Identity>> Open(IReadOnlyList<ManifestEntry> entries, FrozenDictionary<string, Identity> before)
    {
        var opened = new List<Identity>();
        try
        {
            foreach (var entry in entries.Where(entry => Running(entry, before) is null))
                opened.Add(await _open(entry));
        }
        catch
        {
            await Task.WhenAll(opened.Select(identity => identity.DisposeAsync().AsTask()));
            throw;
        }

        return [.. entries.Select(entry => Running(entry, before)).OfType<Identity>(), .. opened];
    }

    // A change of name or kind needs no restart: they only seed the profile.
    private static Identity? Running(ManifestEntry entry, FrozenDictionary<string, Identity> before) =>
        before.GetValueOrDefault(entry.Url.Authority) is { } identity
        && identity.Entry.Url == entry.Url && identity.Entry.Slug == entry.Slug ? identity : null;

    private static string Authority(HostString host)
    {
        var authority = host.Value?.ToLowerInvariant() ?? "";
        return authority.EndsWith(":443", StringComparison.Ordinal) ? authority[..^":443".Length] : authority;
    }
}
