using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Posta.Server.Tests.Faults;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Commands;

/// <summary>What `doctor` says of a server, well and ill.</summary>
public sealed class DoctorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_server_is_found_well_from_the_outside_too()
    {
        using var victim = await Victim.Start();

        var (findings, text) = (Array.Empty<Found>(), "");
        await Eventually.True(
            async () =>
            {
                (var code, findings, text) = await Examine(victim);
                return code == 0;
            },
            TimeSpan.FromSeconds(60),
            "the public URL answers in time, on a busy machine too");

        Assert.Equal("", string.Join('\n', findings.Where(finding => finding.State != "ok")));
        Assert.Contains(findings, finding => finding is { Check: "public url", Slug: "alice" });
        Assert.Contains(findings, finding => finding is { Check: "lock" } && finding.Words.Contains("is using it", StringComparison.Ordinal));
        using var keys = JsonDocument.Parse(await File.ReadAllTextAsync(victim.KeysFile, Ct));
        Assert.DoesNotContain(keys.RootElement[0].GetProperty("privateKey").GetString()!, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_named_with_its_cure_and_the_exit_code_says_so()
    {
        using var victim = await Victim.Start();
        await victim.Stop();
        Damage.FlipPage(victim.DatabaseFile, 2);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(victim.KeysFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var (code, findings, _) = await Examine(victim);

        Assert.Equal(1, code);
        Assert.Contains("chmod go=", Of(findings, "files", "warning"), StringComparison.Ordinal);
        Assert.Contains("Restore it from a backup", Of(findings, "database", "problem"), StringComparison.Ordinal);
        Assert.Contains("does not answer", Of(findings, "public url", "problem"), StringComparison.Ordinal);
        Assert.Contains("no posta-server", Of(findings, "lock", "ok"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_loses_the_host_is_suspected_of_a_404()
    {
        using var victim = await Victim.Start();
        await File.WriteAllTextAsync(victim.ManifestFile, "", Ct);
        await victim.Signal("HUP");
        await victim.Says("Serving 0 identities");
        await victim.Add();

        Assert.Contains("Host header", Of((await Examine(victim)).Findings, "public url", "problem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_manifest_is_a_problem_and_an_empty_one_or_a_leftover_a_warning()
    {
        using var cli = new Cli();
        Assert.Equal(0, (await cli.Run("doctor", "--listen", "127.0.0.1:0")).Code);
        var cutOff = Directory.CreateDirectory(Path.Combine(cli.Data, ".posta-work-1")).FullName;
        Assert.True((await cli.Run("doctor", "--listen", "127.0.0.1:0")).Says(cutOff));
        await File.WriteAllTextAsync(cli.Manifest, "[[identity]]\nslug = 1", Ct);

        var broken = await cli.Run("doctor", "--listen", "127.0.0.1:0");

        Assert.Equal((1, true), (broken.Code, broken.Says($"{cli.Manifest}:2")));
        Assert.Equal(1, (await cli.Run("doctor", "--slug", "nobody", "--listen", "127.0.0.1:0")).Code);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("data/alice")]
    [InlineData("data/alice/keys.json")]
    [InlineData("identities.toml")]
    public async Task Another_user_than_the_daemon_s_is_told_so_and_not_to_restore(string closed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes.");
        using var cli = new Cli();
        await cli.Add("alice");
        OpenToAll(cli.Folder);
        Close(Path.Combine(cli.Folder, closed));

        using var doctor = Daemon.StartUnprivileged(cli.Folder, "doctor", "--listen", "127.0.0.1:0");

        Assert.Equal(1, await doctor.Exit());
        Assert.Equal("", doctor.Said.Trim());
        Assert.Contains("Run it as the daemon's user", doctor.Answered, StringComparison.Ordinal);
        Assert.DoesNotContain("estore", doctor.Answered, StringComparison.Ordinal);
        OpenToAll(cli.Folder);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "0.0.0.0", true)]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    public async Task Another_program_at_the_address_is_a_problem(string theirs, string ours, bool isTaken)
    {
        using var cli = new Cli();
        using var other = new TcpListener(IPAddress.Parse(theirs), 0);
        other.Start();

        var answer = await cli.Run("doctor", "--listen", $"{ours}:{((IPEndPoint)other.LocalEndpoint).Port}");

        Assert.Equal(isTaken, answer.Says("another program has"));
        Assert.Equal(!isTaken, answer.Says("is free."));
    }

    private static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);
    }

    private static void OpenToAll(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode all = (UnixFileMode)0x1FF;
        File.SetUnixFileMode(folder, all);
        foreach (var below in Directory.EnumerateDirectories(folder))
            OpenToAll(below);
        foreach (var file in Directory.EnumerateFiles(folder))
            File.SetUnixFileMode(file, all);
    }

    private static string Of(IEnumerable<Found> findings, string check, string state) =>
        string.Join('\n', findings.Where(finding => finding.Check == check && finding.State == state).Select(finding => finding.Words));

    private static async Task<(int Code, Found[] Findings, string Text)> Examine(Victim victim)
    {
        using var doctor = victim.Command("doctor", "--json");
        var code = await doctor.Exit();
        using var answer = JsonDocument.Parse(doctor.Answered);
        Found[] findings = [.. answer.RootElement.EnumerateArray().Select(row => new Found(
            row.GetProperty("state").GetString()!, row.GetProperty("slug").GetString()!, row.GetProperty("check").GetString()!, row.GetProperty("finding").GetString()!))];
        return (code, findings, doctor.Answered);
    }

    private sealed record Found(string State, string Slug, string Check, string Words);
}
