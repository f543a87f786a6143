using ChatPosta.Sidebar;

namespace ChatPosta.Search;

public sealed record SearchPageModel(SidebarModel Sidebar, SearchModel Search);
