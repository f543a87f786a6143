using ChatPosta.Sidebar;

namespace ChatPosta.Threads;

public sealed record ThreadPageModel(SidebarModel Sidebar, ThreadModel Thread);
