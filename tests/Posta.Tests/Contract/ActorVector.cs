using System.Text;

namespace Posta.Tests.Contract;

/// <summary>A body that came as alice's actor document, and whether wire.md §3 lets it be one.</summary>
internal sealed record ActorVector(string Name, string Rule, byte[] Body, bool IsValid)
{
    public static ActorVector Valid(string name, string rule, string body) => new(name, rule, Encoding.UTF8.GetBytes(body), true);

    public static ActorVector Invalid(string name, string rule, string body) => new(name, rule, Encoding.UTF8.GetBytes(body), false);
}
