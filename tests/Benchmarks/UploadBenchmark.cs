using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ChatPosta.Threads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Benchmarks;

/// <summary>
/// Pictures through chat-posta to the user's server, beside nginx with proxy_request_buffering off. The largest is 10 MiB and
/// no setting lifts that, so 1 GiB is a hundred of them one after the other.
/// </summary>
internal static class UploadBenchmark
{
    private const int Picture = 10 << 20;
    private const int Rounds = 4;
    private const int PerRound = 26;
    private const int WarmUp = 10;
    private const string Boundary = "benchmark";

    private const double MiB = 1 << 20;
    private const double GiB = 1 << 30;

    public static async Task Run(Report report)
    {
        using var place = new Workplace();
        await using var servers = await ScriptedServers.Start(MapSink);
        await using var chat = new ChatProcess(servers.WriteRoots(place.File("roots.pem")), limitScale: 0);
        await chat.SignUp([servers.Url(0)]);
        await chat.Start();
        var ours = new Way("chat-posta", chat.Port, chat.Footprint, Form(chat, $"{PeerPath.Of(Inbox.Peer)}/images"), 303);
        if (!NginxProcess.IsInstalled) report.Note("nginx is not installed (Debian: nginx, libnginx-mod-nchan), so chat-posta stands alone");

        await using var nginx = NginxProcess.IsInstalled ? await NginxProcess.Start(place, port => Proxy(port, servers)) : null;
        var theirs = nginx is null ? null : new Way("nginx, request buffering off", nginx.Port, nginx.Footprint, Form(chat, "/api/v1/uploads"), 201);
        await Measure(ours, theirs);
        theirs?.Say(report, null);
        ours.Say(report, 16);
        if (theirs is not null) report.AtLeast("  of nginx's MiB/s", 100 * ours.Speed / theirs.Speed, "%", 90);
    }

    private static async Task Measure(Way ours, Way? theirs)
    {
        await ours.Send(WarmUp);
        if (theirs is not null) await theirs.Send(WarmUp);
        ours.StartAnew();
        theirs?.StartAnew();
        // Turn and turn about, so that both meet the same machine.
        for (var round = 0; round < Rounds; round++)
        {
            await ours.Send(PerRound);
            if (theirs is not null) await theirs.Send(PerRound);
        }
    }

    /// <summary>Takes what comes and keeps nothing.</summary>
    private static void MapSink(WebApplication app)
    {
        app.MapPost("/api/v1/uploads", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await Results.Json(new { url = "https://u0.live.localhost/upload-0.jpg", mediaType = "image/jpeg", size = Picture, width = 800, height = 600 }, statusCode: 201)
                .ExecuteAsync(context);
        });
        app.MapPost("/api/v1/messages", () => Results.Json(new { rowId = 1, id = "sent", state = "pending" }, statusCode: 202));
    }

    private static byte[] Form(ChatProcess chat, string path)
    {
        byte[] form =
        [
            .. Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"boat.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"),
            .. RandomNumberGenerator.GetBytes(Picture),
            .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"),
        ];
        return HttpLine.Post(path, chat.Host, form, $"Content-Type: multipart/form-data; boundary={Boundary}", "Sec-Fetch-Site: same-origin", chat.Cookie(0));
    }

    private static string Proxy(int port, ScriptedServers servers) =>
        $$"""
          client_max_body_size 0;
          keepalive_requests 1000000;
          upstream sink {
            server 127.0.0.1:{{servers.Port}};
            keepalive 4;
          }
          server {
            listen 127.0.0.1:{{port}};
            location / {
              proxy_pass https://sink;
              proxy_request_buffering off;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host {{servers.Url(0).Authority}};
            }
          }
        """;

    private sealed class Way(string name, int port, Footprint server, byte[] request, int status)
    {
        private double _seconds;
        private long _bytes;
        private double _atRest;
        private TimeSpan _worked;
        private TimeSpan _before;

        public double Speed => _bytes / MiB / _seconds;

        public void StartAnew()
        {
            (_seconds, _bytes, _worked) = (0, 0, default);
            server.ForgetPeak();
            _atRest = server.ResidentKiB;
        }

        public async Task Send(int times)
        {
            using var line = await HttpLine.Open(port);
            _before = server.ProcessorTime;
            var begin = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
                if (await line.Exchange(request) is var answered && answered != status) throw new UnreachableException($"{name} answered {answered}.");
            _seconds += Stopwatch.GetElapsedTime(begin).TotalSeconds;
            _bytes += (long)times * Picture;
            _worked += server.ProcessorTime - _before;
        }

        public void Say(Report report, double? target)
        {
            report.Add($"{name}: {_bytes / GiB:0.00} GiB in {_bytes / Picture} pictures of 10 MiB", Speed, "MiB/s");
            report.Add("  processor time", _worked.TotalSeconds / (_bytes / GiB), "s/GiB");
            report.Below("  memory grew by, at most", (server.PeakKiB - _atRest) / 1_024, "MiB", target);
        }
    }
}
