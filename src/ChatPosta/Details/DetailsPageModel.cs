using ChatPosta.Sidebar;

namespace ChatPosta.Details;

public sealed record DetailsPageModel(SidebarModel Sidebar, DetailsModel Details);
