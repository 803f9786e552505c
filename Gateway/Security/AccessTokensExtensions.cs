using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Contracts.Users;
using Gateway.Validation;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Sessions;

namespace Gateway.Security;

internal static class AccessTokensExtensions
{
    /// <summary>Signed-in callers: a token that AuthService signed, in time, and the one of the user's session.</summary>
    public static void AddAccessTokens(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(JwtSettings.From(builder.Configuration));
        builder.Services.AddSingleton<CurrentSessions>();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<JwtSettings, TimeProvider>(Configure);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.User, policy => policy.RequireRole(Words.Write(Role.User)))
            .AddPolicy(Policies.Operator, policy => policy.RequireRole(Words.Write(Role.Operator), Words.Write(Role.Admin)))
            .AddPolicy(Policies.Staff, policy => policy.RequireRole(Words.Write(Role.Operator), Words.Write(Role.Auditor), Words.Write(Role.Admin)))
            .AddPolicy(Policies.Admin, policy => policy.RequireRole(Words.Write(Role.Admin)))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsSignedInOrLost).Build());
    }

    private static void Configure(JwtBearerOptions options, JwtSettings settings, TimeProvider time)
    {
        options.SecurityTokenValidators.Clear();
        options.SecurityTokenValidators.Add(new JwtSecurityTokenHandler { MapInboundClaims = false });
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            IssuerSigningKey = new SymmetricSecurityKey(settings.Secret),
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) =>
            {
                var now = time.GetUtcNow().UtcDateTime;
                return expires > now && (notBefore is null || notBefore <= now);
            },
            NameClaimType = JwtRegisteredClaimNames.Sub,
            RoleClaimType = CallerExtensions.RoleClaim,
        };
        options.Events = new JwtBearerEvents { OnTokenValidated = CheckSession };
    }

    private static async Task CheckSession(TokenValidatedContext context)
    {
        var token = (JwtSecurityToken)context.SecurityToken;
        if (token.Header.Alg != SecurityAlgorithms.HmacSha256 || !Guid.TryParseExact(token.Subject, "D", out var userId))
        {
            context.Fail("The token is not one of this platform.");
            return;
        }

        var session = new CallerSession(userId, AccessTokenRecord.HashOf(token.RawData), token.ValidTo);
        var sessions = context.HttpContext.RequestServices.GetRequiredService<CurrentSessions>();
        if (await sessions.Holds(session, context.HttpContext.RequestAborted))
        {
            context.HttpContext.Features.Set(session);
        }
        else
        {
            context.Fail("The session is over.");
        }
    }

    /// <summary>What no rule covers needs a signed-in caller. A path or method that does not exist is told to anyone: no route was found to guard.</summary>
    private static bool IsSignedInOrLost(AuthorizationHandlerContext context) =>
        context.User.Identity?.IsAuthenticated == true
        || (context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint);
}
