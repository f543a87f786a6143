using Posta.Protocol;

namespace Posta.Tests.Contract;

public sealed class ActorVectorTests
{
    public static TheoryData<string> All => Published.Names("actors.json");

    [Theory]
    [MemberData(nameof(All))]
    public void Each_document_is_taken_or_not(string name)
    {
        var vector = Published.Vector("actors.json", name);

        var isValid = ActorDocument.TryParse(
            vector.GetProperty("body").GetBytesFromBase64(), PostaUrl.Parse(ActorVectors.Alice), out _, out var reason);

        Assert.Equal((vector.GetProperty("valid").GetBoolean(), isValid), (isValid, reason.Length == 0));
    }
}
