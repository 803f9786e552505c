using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;

namespace Gateway.Accounts;

/// <summary>A secret for an authenticator: in base32, as a URI, and that as a picture.</summary>
internal sealed record MfaResponse(string Secret, string OtpauthUri, string QrCode)
{
    private const int PixelsOfAModule = 4;

    public static MfaResponse Of(MfaBegun mfa)
    {
        using var code = QRCodeGenerator.GenerateQrCode(mfa.OtpauthUri, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return new MfaResponse(mfa.Secret, mfa.OtpauthUri, $"data:image/png;base64,{Convert.ToBase64String(picture.GetGraphic(PixelsOfAModule))}");
    }
}

internal static class BeginMfaRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapPost("/me/mfa", Handle)
        .WithName("BeginMfa").WithSummary("A secret for one's authenticator; in force once a code of it is confirmed").TakesNoBody()
        .Refuses(Codes.MfaEnabled, Codes.NotFound);

    private static async Task<Results<Ok<MfaResponse>, Problem>> Handle(
        ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<BeginMfa, MfaBegun>(new BeginMfa(caller.Id()), cancellationToken)).Then(mfa =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(MfaResponse.Of(mfa));
        });
}
