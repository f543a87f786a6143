using ChatPosta.Threads;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Settings;

/// <summary>A page of one conversation in the export for people.</summary>
public sealed record ExportedModel(People People, IReadOnlyList<Message> Messages)
{
    public IEnumerable<MessageModel> Rows => Messages.Select(message => MessageModel.From(message, People));
}
