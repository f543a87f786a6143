using Posta.Server.Actor;
using Posta.Server.Outbox;

namespace Posta.Server.Identities;

/// <summary>What the identities of one process share.</summary>
internal sealed record Surroundings(
    ServerConfig Config, ActorDocuments Actors, Courier Courier, TimeProvider Time, ILoggerFactory Logs)
{
    public ILogger<T> Log<T>() => Logs.CreateLogger<T>();
}
