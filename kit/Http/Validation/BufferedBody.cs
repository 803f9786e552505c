using Http.Deadlines;

namespace Http.Validation;

public static class BufferedBody
{
    private const int ChunkSize = 8 * 1024;

    /// <summary>The whole body, which stays readable for the route. What the caller took to send it is not the services' time.</summary>
    public static async Task<byte[]> Read(HttpContext context)
    {
        var limit = BodyLimit.Of(context);
        var body = new MemoryStream();
        var chunk = new byte[ChunkSize];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            body.Write(chunk, 0, read);
            if (body.Length > limit)
            {
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        body.Position = 0;
        context.Request.Body = body;
        context.RequestServices.GetRequiredService<Deadline>().Restart();
        return body.ToArray();
    }
}
