namespace Http.Idempotency;

/// <summary>An answer as it was given.</summary>
public sealed record KeptAnswer(int Status, string? ContentType, string? Location, string? ETag, string? CacheControl, byte[] Body)
{
    /// <summary>Lets the route answer into memory. Exceptions pass.</summary>
    public static async Task<KeptAnswer> Capture(HttpContext context, RequestDelegate route)
    {
        var response = context.Response;
        var wire = response.Body;
        using var memory = new MemoryStream();
        response.Body = memory;
        try
        {
            await route(context);
            await response.BodyWriter.FlushAsync();
        }
        finally
        {
            response.Body = wire;
        }

        return new KeptAnswer(response.StatusCode, response.ContentType, response.Headers.Location, response.Headers.ETag, response.Headers.CacheControl, memory.ToArray());
    }

    public async Task Write(HttpResponse response)
    {
        response.StatusCode = Status;
        response.Headers.Location = Location;
        response.Headers.ETag = ETag;
        response.Headers.CacheControl = CacheControl;
        response.ContentType = ContentType;
        if (Body.Length > 0)
        {
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted);
        }
    }
}
