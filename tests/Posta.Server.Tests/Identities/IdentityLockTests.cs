using Posta.Server.Identities;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Identities;

/// <summary>Whoever only looks at a lock is in nobody's way.</summary>
public sealed class IdentityLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lock_that_somebody_looks_at_is_not_held()
    {
        var folder = new IdentityFolder(_folder.Path);
        IdentityLock.TryTake(folder)!.Dispose();

        using (Look())
            Assert.False(IdentityLock.IsHeld(folder));
        using (IdentityLock.TryTake(folder))
            Assert.True(IdentityLock.IsHeld(folder));
    }

    [Fact]
    public async Task Whoever_takes_it_waits_for_those_who_look_and_not_for_those_who_have_it()
    {
        var folder = new IdentityFolder(_folder.Path);
        IdentityLock.TryTake(folder)!.Dispose();

        for (var i = 0; i < 100; i++)
        {
            Task<IdentityLock?> taking;
            using (Look())
                taking = Task.Run(() => IdentityLock.TryTake(folder), TestContext.Current.CancellationToken);
            using var held = await taking;
            Assert.NotNull(held);
            Assert.Null(IdentityLock.TryTake(folder));
        }
    }

    private FileStream Look() => File.Open(Path.Combine(_folder.Path, "lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
}
