using Http.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Http.Validation;

public static class BodyCoding
{
    private const string Utf8 = "utf-8";
    private const string Identity = "identity";

    /// <summary>
    /// JSON is UTF-8, whether its content type says so or not, and is not compressed. The framework has no answer but a fault
    /// to a charset that it does not know, nor to one in quotation marks, and reads what is compressed as JSON.
    /// </summary>
    public static void UseBodyCoding(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (request.Headers.ContentEncoding.Any(coding => !Identity.Equals(coding?.Trim(), StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers.AcceptEncoding = Identity;
            return StatusProblems.Of(StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(context);
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null
            && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.Charset.HasValue)
        {
            if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase))
            {
                throw new BadHttpRequestException("The body is not UTF-8.", StatusCodes.Status415UnsupportedMediaType);
            }

            type.Charset = Utf8;
            request.ContentType = type.ToString();
        }

        return next(context);
    });
}
