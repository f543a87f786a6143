using System.Diagnostics.CodeAnalysis;

namespace Posta.Server;

/// <summary>Lets one piece of work at a time through, the others wait without a thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class Turn
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public async Task<T> Take<T>(Func<Task<T>> work, CancellationToken ct = default)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return await work();
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task Take(Func<Task> work, CancellationToken ct = default) => Take(
        async () =>
        {
            await work();
            return true;
        },
        ct);
}
