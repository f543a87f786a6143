using Posta.Protocol;

namespace Posta.Tests.Protocol;

public sealed class ErrorCodeTests
{
    [Fact]
    public void Every_code_looks_like_one_and_is_there_once()
    {
        var codes = typeof(ErrorCode).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToList();

        Assert.All(codes, code => Assert.True(ErrorCode.IsWellFormed(code)));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Theory]
    [InlineData(403, "forbidden", "forbidden")]
    [InlineData(404, null, "http-404")]
    [InlineData(400, "", "http-400")]
    [InlineData(400, "Forbidden", "http-400")]
    [InlineData(400, "<script>", "http-400")]
    [InlineData(400, "æ", "http-400")]
    public void A_peers_code_is_taken_only_if_it_looks_like_one(int status, string? peerCode, string expected) =>
        Assert.Equal(expected, ErrorCode.OfAnswer(status, peerCode));

    [Fact]
    public void A_code_has_at_most_64_characters()
    {
        Assert.True(ErrorCode.IsWellFormed(new string('a', 64)));
        Assert.False(ErrorCode.IsWellFormed(new string('a', 65)));
    }
}
