using System.Net;
using Posta.Hosting.Configuration;
using static Posta.Tests.Hosting.Configuration.ChatLikeSettings;

namespace Posta.Tests.Hosting.Configuration;

public sealed class SettingsTests : IDisposable
{
    private readonly ChatLikeSettings _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void Without_anything_the_defaults_are_in_force()
    {
        var values = _program.Read();

        Assert.Equal([new ListenAddress("0.0.0.0", 80)], values.Get(Listen));
        Assert.Equal(TimeSpan.FromMinutes(30), values.Get(Idle));
        Assert.Empty(values.Get(Trusted));
        Assert.All(values.All, value => Assert.Equal("default", value.Origin));
    }

    [Fact]
    public void A_flag_beats_the_environment_which_beats_the_file_which_beats_the_default()
    {
        _program.WithFile("rate_per_minute = 2");
        Assert.Equal((2, $"{_program.FilePath}:1"), RateAndOrigin("serve"));

        _program.WithVariable("CHAT_POSTA_RATE_PER_MINUTE", "3");
        Assert.Equal((3, "environment CHAT_POSTA_RATE_PER_MINUTE"), RateAndOrigin("serve"));

        Assert.Equal((4, "flag --rate-per-minute"), RateAndOrigin("serve --rate-per-minute 4"));
    }

    [Theory]
    [InlineData("--rate-per-minute 4 serve")]
    [InlineData("serve --rate-per-minute 4")]
    [InlineData("serve --rate-per-minute=4")]
    public void A_flag_may_stand_before_or_after_the_command(string commandLine) =>
        Assert.Equal(4, _program.Read(commandLine).Get(Rate));

    [Theory]
    [InlineData("--allow-private-egress serve", true)]
    [InlineData("show --allow-private-egress alice", true)]
    [InlineData("serve --allow-private-egress false", false)]
    public void A_boolean_flag_needs_no_value_and_swallows_no_word(string commandLine, bool expected) =>
        Assert.Equal(expected, _program.WithFile("[egress]\nallow_private = true").Read(commandLine).Get(AllowPrivate));

    [Theory]
    [InlineData("serve --trusted-proxy 127.0.0.1 --trusted-proxy 10.0.0.0/8")]
    [InlineData("serve --trusted-proxy 127.0.0.1,10.0.0.0/8")]
    public void A_list_flag_may_be_repeated(string commandLine) => Assert.Equal(
        [IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("10.0.0.0/8")], _program.Read(commandLine).Get(Trusted));

    [Fact]
    public void A_list_may_be_an_array_or_a_text_in_the_file()
    {
        Assert.Equal(2, _program.WithFile("listen = [\"[::1]:0\", \"localhost:8080\"]").Read().Get(Listen).Count);
        Assert.Equal(2, _program.WithFile("listen = \"[::1]:0, localhost:8080\"").Read().Get(Listen).Count);
    }

    [Fact]
    public void A_name_with_a_dot_is_a_key_in_a_table_and_underscores_in_the_environment()
    {
        Assert.Equal(TimeSpan.FromHours(1), _program.WithFile("[session]\nidle = \"1h\"").Read().Get(Idle));
        Assert.Equal(TimeSpan.FromDays(2), _program.WithVariable("CHAT_POSTA_SESSION_IDLE", "2d").Read().Get(Idle));
    }

    [Fact]
    public void An_empty_variable_counts_as_unset() =>
        Assert.Equal("default", _program.WithVariable("CHAT_POSTA_BASE_URL", "").Read().Origin(BaseUrl));

    [Fact]
    public void A_value_wrong_in_the_light_of_another_is_refused_at_its_origin()
    {
        var refusal = _program.WithFile("\nrate_per_minute = 2").Read().Refuse(Rate, "too few", "Raise it.");

        Assert.Equal($"{_program.FilePath}:2: too few. Raise it.", refusal.Message);
    }

    private (int, string) RateAndOrigin(string commandLine)
    {
        var values = _program.Read(commandLine);
        return (values.Get(Rate), values.Origin(Rate));
    }
}
