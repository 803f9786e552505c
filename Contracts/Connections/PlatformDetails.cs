using System.Text.Json;

namespace Contracts.Connections;

/// <summary>A platform whose accounts can be connected, with the JSON schemas of a configuration's settings and of credentials.</summary>
public sealed record PlatformDetails(string Id, string Name, JsonElement Settings, JsonElement Credentials);
