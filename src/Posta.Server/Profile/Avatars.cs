using System.Threading.Channels;
using Posta.Protocol;
using Posta.Server.Events;
using Posta.Server.Media;

namespace Posta.Server.Profile;

/// <summary>
/// The picture of one identity. The one before stays readable for a while, because actor documents that name it may be
/// cached (C-35); its file's time says since when, so that a restart forgets nothing.
/// </summary>
internal sealed class Avatars(
    ImageFolder folder, ProfileStore profile, PostaUrl self, EventHub events, TimeProvider time, ILogger<Avatars> log)
{
    private static readonly TimeSpan Afterlife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterOwnFault = TimeSpan.FromMinutes(1);

    // Files and row change together; neither two changes nor the sweep may meet half of it.
    private readonly Turn _turn = new();

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Makes this the avatar and gives its address.</summary>
    public async Task<string> Set(StagedImage image)
    {
        var name = image.Name;
        var address = name.Address(self);
        await Announce(() => Replace(image, name, address));
        return address;
    }

    public Task Clear() => Announce(() => Point(""));

    /// <summary>Deletes avatars whose time is over, until it is cancelled.</summary>
    public async Task Run(CancellationToken ct)
    {
        await using var timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wake();
        while (true)
        {
            await _wake.Reader.ReadAsync(ct);
            timer.Change(await LookAround(ct), Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task Announce(Func<Task<bool>> change)
    {
        if (!await _turn.Take(change))
            return;

        Wake();
        await events.IdentityChanged(self);
    }

    private async Task<bool> Replace(StagedImage image, ImageName name, string address)
    {
        var isNew = folder.Keep(image, name);
        try
        {
            return await Point(address);
        }
        catch when (isNew)
        {
            folder.Delete(name.ToString());
            throw;
        }
    }

    // The old one's time begins before the row is written: a crash in between must not take it away at once.
    private async Task<bool> Point(string address)
    {
        var before = (await profile.Read(CancellationToken.None)).Avatar;
        if (before.Length > 0 && before != address)
            folder.Touch(ImageName.Of(before));
        return await profile.SetAvatar(address);
    }

    private async Task<TimeSpan> LookAround(CancellationToken ct)
    {
        try
        {
            return await _turn.Take(() => Sweep(ct), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "Old avatars of {Identity} could not be deleted", self);
            return AfterOwnFault;
        }
    }

    /// <summary>Deletes what is due, and says when to look again without being woken.</summary>
    private async Task<TimeSpan> Sweep(CancellationToken ct)
    {
        var avatars = folder.Avatars();
        var next = Timeout.InfiniteTimeSpan;
        // Most identities have none, and their row then need not be read at every start.
        if (avatars.Count == 0)
            return next;

        var current = ImageName.Of((await profile.Read(ct)).Avatar);
        foreach (var (name, at) in avatars.Where(file => file.Name != current))
        {
            var left = at + Afterlife - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
                folder.Delete(name);
            else if (next == Timeout.InfiniteTimeSpan || left < next)
                next = left;
        }

        // A clock that was set back makes them older than new; no need to wait for it.
        return next > Afterlife ? Afterlife : next;
    }
}
