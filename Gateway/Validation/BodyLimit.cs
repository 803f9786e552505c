using Microsoft.AspNetCore.Http.Metadata;

namespace Gateway.Validation;

/// <summary>How many bytes a body may have; the server stops reading there and answers 413.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata
{
    public const int Usual = 64 * 1024;
}

internal static class BodyLimitExtensions
{
    public static RouteGroupBuilder LimitBody(this RouteGroupBuilder group, long bytes) => group.WithMetadata(new BodyLimit(bytes));
}
