namespace ChatPosta.Web;

/// <summary>The request and response headers of htmx that we use.</summary>
internal static class Htmx
{
    extension(HttpRequest request)
    {
        /// <summary>htmx asks for a part of a page. A history restore asks for the whole one.</summary>
        public bool WantsFragment =>
            request.Headers.ContainsKey("HX-Request") && !request.Headers.ContainsKey("HX-History-Restore-Request");
    }

    extension(HttpResponse response)
    {
        /// <summary>Makes htmx leave the page for <paramref name="location"/>.</summary>
        public void HxRedirect(string location) => response.Headers["HX-Redirect"] = location;

        /// <summary>Page and fragment live at one address, so caches must tell them apart.</summary>
        public void VaryByHtmx() => response.Headers.Append("Vary", "HX-Request");
    }
}
