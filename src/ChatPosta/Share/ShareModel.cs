using ChatPosta.Sidebar;

namespace ChatPosta.Share;

/// <summary>A text that waits for somebody to be chosen.</summary>
public sealed record ShareModel(string Text, IReadOnlyList<ConversationModel> Conversations, string Problem = "");

public sealed record SharePageModel(SidebarModel Sidebar, ShareModel Share);
