using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Http.Validation;

/// <summary>How many bytes a body may have; the server stops reading there and answers 413.</summary>
public sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata
{
    public const int Usual = 64 * 1024;

    /// <summary>So much of a body that is refused is still taken, so that its sender reads the answer rather than a reset.</summary>
    public const int Drained = 1024 * 1024;

    public static long Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? Usual;
}

public static class BodyLimitExtensions
{
    /// <summary>
    /// Refuses a body that is announced as too large, by routes that read none as well: the server would answer them, then
    /// close the connection under the client's next request.
    /// </summary>
    public static void UseBodyLimits(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.ContentLength is not { } length || length <= BodyLimit.Of(context))
        {
            return next(context);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size && length <= BodyLimit.Drained)
        {
            size.MaxRequestBodySize = BodyLimit.Drained;
        }

        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            });
        }

        throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
    });

    public static RouteGroupBuilder LimitBody(this RouteGroupBuilder group, long bytes) => group.WithMetadata(new BodyLimit(bytes));
}
