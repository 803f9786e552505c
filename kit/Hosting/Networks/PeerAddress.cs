using System.Net;

namespace Hosting.Networks;

/// <summary>Who is at the other end of the connection, kept as a feature where a proxy's header may name another client.</summary>
public sealed record PeerAddress(IPAddress? Address);
