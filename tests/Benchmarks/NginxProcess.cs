using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Benchmarks;

/// <summary>nginx from the machine's packages with one worker and a configuration of ours: what an operator could use instead.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";
    private const string Nchan = "/usr/lib/nginx/modules/ngx_nchan_module.so";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private NginxProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public static bool IsInstalled => File.Exists(Program) && File.Exists(Nchan);

    public int Port { get; }

    /// <summary>Of its worker: the other process only looks after it.</summary>
    public Footprint Footprint => new(int.Parse(
        File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ')[0], CultureInfo.InvariantCulture));

    /// <param name="http">What stands in its <c>http</c> block, for the port that it gets.</param>
    public static async Task<NginxProcess> Start(Workplace place, Func<int, string> http)
    {
        var port = Workplace.FreePort();
        var configuration = place.File("nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(place, http(port)));
        var process = Process.Start(new ProcessStartInfo(Program, ["-p", place.Folder, "-c", configuration, "-e", place.File("nginx.log")]))!;
        var nginx = new NginxProcess(process, port);
        await nginx.Answers(place);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await stop.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string Configuration(Workplace place, string http) =>
        $$"""
        load_module {{Nchan}};
        daemon off;
        worker_processes 1;
        pid {{place.File("nginx.pid")}};
        events { worker_connections 16000; }
        http {
          access_log off;
          client_body_temp_path {{place.File("body")}};
          proxy_temp_path {{place.File("proxy")}};
          fastcgi_temp_path {{place.File("fastcgi")}};
          uwsgi_temp_path {{place.File("uwsgi")}};
          scgi_temp_path {{place.File("scgi")}};
        {{http}}
        }
        """;

    private async Task Answers(Workplace place)
    {
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < Patience && !_process.HasExited; await Task.Delay(10))
        {
            try
            {
                using var line = await HttpLine.Open(Port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException($"nginx does not answer: {await File.ReadAllTextAsync(place.File("nginx.log"))}");
    }
}
