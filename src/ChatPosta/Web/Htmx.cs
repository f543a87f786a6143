namespace ChatPosta.Web;

/// <summary>What kind of answer a request wants, and the headers of htmx that we use.</summary>
internal static class Htmx
{
    extension(HttpRequest request)
    {
        /// <summary>htmx asks for a part of a page. A history restore asks for the whole one.</summary>
        public bool WantsFragment =>
            request.Headers.ContainsKey("HX-Request") && !request.Headers.ContainsKey("HX-History-Restore-Request");

        /// <summary>A script of ours that reads JSON; browsers never ask for a page so.</summary>
        public bool WantsJson => request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);

        /// <summary>The browser itself goes to a page, by a link, a form or the address bar.</summary>
        public bool IsNavigation => request.Headers["Sec-Fetch-Mode"] == "navigate";
    }

    extension(HttpResponse response)
    {
        /// <summary>Makes htmx leave the page for <paramref name="location"/>.</summary>
        public void HxRedirect(string location) => response.Headers["HX-Redirect"] = location;

        /// <summary>Page and fragment live at one address, so caches must tell them apart.</summary>
        public void VaryByHtmx()
        {
            if (!response.Headers.Vary.Contains("HX-Request")) response.Headers.Append("Vary", "HX-Request");
        }
    }
}
