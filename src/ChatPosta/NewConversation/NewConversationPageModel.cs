using ChatPosta.Sidebar;

namespace ChatPosta.NewConversation;

public sealed record NewConversationPageModel(SidebarModel Sidebar, NewConversationModel Form);
