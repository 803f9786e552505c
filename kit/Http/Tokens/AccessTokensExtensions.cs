using Http.Problems;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.JsonWebTokens;
using Sessions;

namespace Http.Tokens;

public static class AccessTokensExtensions
{
    /// <summary>Signed-in callers: a token that AuthService signed, in time, and the one of the user's session. Safe to call from each service.</summary>
    public static void AddAccessTokens(this WebApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(CurrentSessions)))
        {
            return;
        }

        builder.Services.TryAddSingleton(JwtSettings.From(builder.Configuration));
        builder.Services.AddSingleton<CurrentSessions>();
        builder.Services.AddSingleton<SecurityLog>();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<JwtSettings, TimeProvider>(Configure);
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsSignedInOrLost).Build());
    }

    private static void Configure(JwtBearerOptions options, JwtSettings settings, TimeProvider time)
    {
        var validator = new AccessTokenValidator(settings, time);
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(validator);
        options.TokenValidationParameters = validator.Parameters;
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = CheckOtherToken,
            OnTokenValidated = CheckSession,
            OnChallenge = context =>
            {
                LogOf(context.HttpContext).TokenRefused(context.HttpContext, RefusedTokenException.ReasonOf(context.AuthenticateFailure));
                return Task.CompletedTask;
            },
            OnForbidden = context =>
            {
                LogOf(context.HttpContext).RoleRefused(context.HttpContext);
                return Task.CompletedTask;
            },
        };
    }

    private static SecurityLog LogOf(HttpContext context) => context.RequestServices.GetRequiredService<SecurityLog>();

    private static async Task CheckOtherToken(MessageReceivedContext context)
    {
        if (context.HttpContext.RequestServices.GetService<OtherTokens>() is not { } others
            || BearerToken.Of(context.Request) is not { } token
            || !token.StartsWith(others.Prefix, StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            if (await others.Authenticate(context.HttpContext, token) is { } caller)
            {
                context.Principal = caller;
                context.Success();
            }
            else
            {
                context.Fail(new RefusedTokenException(others.Reason));
            }
        }
        catch (UnavailableException) when (NeedsNoCaller(context.HttpContext))
        {
            context.NoResult();
        }
    }

    private static async Task CheckSession(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        if (!Guid.TryParseExact(token.Subject, "D", out var userId))
        {
            context.Fail(new RefusedTokenException("claims"));
            return;
        }

        var session = new CallerSession(userId, AccessTokenRecord.HashOf(token.EncodedToken), token.ValidTo);
        var sessions = context.HttpContext.RequestServices.GetRequiredService<CurrentSessions>();
        try
        {
            if (await sessions.Holds(session, context.HttpContext.RequestAborted))
            {
                context.HttpContext.Features.Set(session);
            }
            else
            {
                context.Fail(new RefusedTokenException("session_over"));
            }
        }
        catch (UnavailableException) when (NeedsNoCaller(context.HttpContext))
        {
            context.NoResult();
        }
    }

    private static bool NeedsNoCaller(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } route
        && route.GetMetadata<IAllowAnonymous>() is not null
        && (route.GetMetadata<TokenOrOther>() is not { } other || other.IsOther(context.Request));

    /// <summary>What no rule covers needs a signed-in caller. A path or method that does not exist is told to anyone: no route was found to guard.</summary>
    private static bool IsSignedInOrLost(AuthorizationHandlerContext context) =>
        context.User.Identity?.IsAuthenticated == true
        || (context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint);
}
