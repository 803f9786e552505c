using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Http.Tokens;

/// <summary>The public keys under which access tokens are checked, for whoever wants to check them too. None under HS256.</summary>
public sealed record KeySet(IReadOnlyList<PublicKey> Keys)
{
    private const string Path = "/.well-known/jwks.json";

    public static KeySet Of(JwtSettings settings) => new([.. settings.Keys.Where(key => key.Pair is not null).Select(PublicKey.Of)]);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, Read).AllowAnonymous().ExcludeFromDescription();

    private static Ok<KeySet> Read(JwtSettings settings, HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Ok(Of(settings));
    }
}

/// <summary>As in RFC 7517 and 7518.</summary>
public sealed record PublicKey(string Kty, string Crv, string X, string Y, string Kid, string Use, string Alg)
{
    public static PublicKey Of(JwtKey key)
    {
        var point = key.Pair!.ExportParameters(includePrivateParameters: false).Q;
        return new PublicKey("EC", "P-256", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y), key.Id!, "sig", JwtSettings.Es256);
    }
}
