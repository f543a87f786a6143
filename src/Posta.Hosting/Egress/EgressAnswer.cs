using System.Net;
using System.Net.Http.Headers;

namespace Posta.Hosting.Egress;

/// <summary>An answer read to its end, or as far as the caps allowed.</summary>
/// <param name="Status">Always known: it decides even when the body was cut (decisions.md W-25).</param>
/// <param name="Headers">The response headers, <c>Retry-After</c> and <c>Location</c> among them.</param>
/// <param name="MediaType">Lower case, without parameters; empty when not stated.</param>
/// <param name="Body">What was read.</param>
/// <param name="Cut">Why the body ends early; null when it is whole.</param>
public sealed record EgressAnswer(
    HttpStatusCode Status, HttpResponseHeaders Headers, string MediaType, byte[] Body, EgressFailure? Cut);
