namespace Contracts;

/// <summary>What a service serves itself, under the same path at the Gateway, which passes it on.</summary>
public static class Paths
{
    public const string LiveHub = "/live/hub";
}
