using System.Text;
using Posta.Protocol.Keys;

namespace Posta.Tests.Protocol.Keys;

public sealed class KeyRingTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 14, 20, 0, 0, TimeSpan.Zero);

    private const string Valid = """
        [{"id":"k1","publicKey":"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
          "privateKey":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=","createdAt":"2026-05-09T00:00:00Z"}]
        """;

    [Fact]
    public void The_first_key_signs_at_once()
    {
        var ring = KeyRing.Generate("k1", Now);

        Assert.Equal("k1", ring.Current(Now).Id);
    }

    [Fact]
    public void A_new_key_is_published_for_five_minutes_before_it_signs()
    {
        var ring = KeyRing.Generate("k1", Now.AddDays(-1)).With(SigningKey.Generate("k2", Now));

        Assert.Equal(["k1", "k2"], ring.Published.Select(k => k.Id));
        Assert.Equal("k1", ring.Current(Now.AddMinutes(5).AddTicks(-1)).Id);
        Assert.Equal("k2", ring.Current(Now.AddMinutes(5)).Id);
    }

    [Fact]
    public void While_no_key_is_known_to_peers_the_oldest_signs()
    {
        var ring = KeyRing.Generate("k2", Now.AddSeconds(1)).With(SigningKey.Generate("k1", Now)).With(SigningKey.Generate("k0", Now));

        Assert.Equal("k1", ring.Current(Now.AddSeconds(2)).Id);
    }

    [Fact]
    public void A_key_from_the_future_does_not_sign_yet()
    {
        var ring = KeyRing.Generate("k1", Now.AddDays(-1)).With(SigningKey.Generate("k2", Now.AddYears(1)));

        Assert.Equal("k1", ring.Current(Now).Id);
    }

    [Fact]
    public void Of_keys_of_one_age_the_later_in_the_file_signs()
    {
        var ring = KeyRing.Generate("k1", Now).With(SigningKey.Generate("k2", Now));

        Assert.Equal("k2", ring.Current(Now.AddDays(1)).Id);
    }

    [Fact]
    public void Times_are_compared_as_instants()
    {
        var ring = Parse(Two("\"2026-05-14T23:00:00+02:00\"", "\"2026-05-14T21:30:00Z\""));

        Assert.Equal("k2", ring.Current(Now.AddDays(1)).Id);
    }

    [Theory]
    [InlineData("\"last week\"")]
    [InlineData("null")]
    public void A_key_of_unreadable_age_counts_as_the_oldest(string createdAt) =>
        Assert.Equal("k1", Parse(Two("\"2026-05-09T00:00:00Z\"", createdAt)).Current(Now.AddDays(1)).Id);

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        var ring = KeyRing.Generate("k1", Now).With(SigningKey.Generate("k2", Now));
        var again = KeyRing.Parse(ring.ToJson());

        Assert.Equal(Encoding.UTF8.GetString(ring.ToJson()), Encoding.UTF8.GetString(again.ToJson()));
        Assert.Equal(ring.Keys.Select(k => k.Seed), again.Keys.Select(k => k.Seed));
    }

    [Fact]
    public void A_key_taken_out_is_gone()
    {
        var ring = KeyRing.Generate("k1", Now).With(SigningKey.Generate("k2", Now)).Without("k1");

        Assert.Equal(["k2"], ring.Keys.Select(k => k.Id));
        Assert.Throws<FormatException>(() => ring.Without("k2"));
    }

    [Fact]
    public void Two_keys_cannot_share_an_id() =>
        Assert.Throws<FormatException>(() => KeyRing.Generate("k1", Now).With(SigningKey.Generate("k1", Now)));

    [Theory]
    [InlineData("[", "{")]
    [InlineData("}]", "}],")]
    [InlineData("\"id\":\"k1\",", "")]
    [InlineData("\"id\":\"k1\"", "\"id\":\"\"")]
    [InlineData("\"id\":\"k1\"", "\"id\":\"k1\",\"id\":\"k2\"")]
    [InlineData("11qYA", "11qYB")]
    [InlineData("f2A=", "f2B=")]
    [InlineData("f2A=", "f2A")]
    [InlineData("\"privateKey\"", "\"privatekey\"")]
    public void A_slip_in_the_file_is_told_without_the_secret(string part, string other)
    {
        Assert.Contains(part, Valid, StringComparison.Ordinal);

        var refusal = Assert.Throws<FormatException>(() => Parse(Valid.Replace(part, other, StringComparison.Ordinal)));
        Assert.DoesNotContain("nWGxne", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_ring_is_none() => Assert.Throws<FormatException>(() => Parse("[]"));

    [Fact]
    public void A_key_prints_its_name_only() => Assert.Equal("k1", Parse(Valid).Keys[0].ToString());

    [Fact]
    public void No_bytes_make_the_reader_fail_in_another_way() => Property.Holds(Property.Damaged(Valid), bytes =>
    {
        try
        {
            return KeyRing.Parse(bytes).Keys.Count == 1;
        }
        catch (FormatException)
        {
            return true;
        }
    });

    private static KeyRing Parse(string json) => KeyRing.Parse(Encoding.UTF8.GetBytes(json));

    private static string Two(string first, string second)
    {
        var key = Valid.Trim().TrimStart('[').TrimEnd(']');
        return $"[{key.Replace("\"2026-05-09T00:00:00Z\"", first, StringComparison.Ordinal)},"
            + key.Replace("\"2026-05-09T00:00:00Z\"", second, StringComparison.Ordinal).Replace("k1", "k2", StringComparison.Ordinal) + "]";
    }
}
