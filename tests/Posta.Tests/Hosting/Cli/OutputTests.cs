using Posta.Hosting.Cli;

namespace Posta.Tests.Hosting.Cli;

public sealed class OutputTests
{
    private static readonly Invite[] Invites =
    [
        new("a1", "Åse\u001b[2J", 7, new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.FromHours(1))),
        new("b22", "", 12, null),
    ];

    private static readonly Column<Invite>[] Columns =
        [new("id", i => i.Id), new("name", i => i.Name), new("uses", i => i.Uses), new("last used", i => i.LastUsed)];

    private readonly StringWriter _answers = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public void A_table_is_aligned_and_numbers_stand_to_the_right()
    {
        Output(json: false).Table(Invites, Columns);

        Assert.Equal(
            """
            ID   NAME     USES  LAST USED
            a1   Åse�[2J     7  2026-11-21 09:00:00Z
            b22  -          12  -

            """,
            _answers.ToString());
    }

    [Fact]
    public void Json_gives_one_line_with_camel_case_members_and_typed_values()
    {
        Output(json: true).Table(Invites[..1], Columns);

        Assert.Equal(
            """[{"id":"a1","name":"Åse\u001B[2J","uses":7,"lastUsed":"2026-11-21T10:00:00+01:00"}]""" + "\n",
            _answers.ToString());
    }

    [Fact]
    public void An_empty_listing_is_a_heading_or_an_empty_array()
    {
        Output(json: false).Table([], Columns);
        Output(json: true).Table([], Columns);

        Assert.Equal("ID  NAME  USES  LAST USED\n[]\n", _answers.ToString());
    }

    [Fact]
    public void Under_json_only_the_answer_is_printed()
    {
        var output = Output(json: true);

        output.Say("Open this link:");
        output.Answer("https://x", new { Link = "https://x" });

        Assert.Equal("""{"link":"https://x"}""" + "\n", _answers.ToString());
    }

    [Fact]
    public void A_failure_goes_to_standard_error_and_gives_the_exit_code()
    {
        Assert.Equal(1, Output(json: false).Fail("There is no such invite."));
        Assert.Equal(2, Output(json: false).Misused("Give --slug."));

        Assert.Equal("", _answers.ToString());
        Assert.Equal("There is no such invite.\nGive --slug.\n", _errors.ToString());
    }

    private Output Output(bool json) => new(_answers, _errors, json);

    private sealed record Invite(string Id, string Name, int Uses, DateTimeOffset? LastUsed);
}
