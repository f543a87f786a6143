using System.Net;
using System.Net.Sockets;

namespace Benchmarks;

/// <summary>A folder that goes when the measuring is over.</summary>
internal sealed class Workplace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("posta-benchmark-").FullName;

    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>A port that was free a moment ago: addresses of identities name it before anybody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
