namespace Contracts.Connections;

/// <summary>From the Gateway for who is signed in. Answered with PlatformList.</summary>
public sealed record ListPlatforms;
