using Bus;
using Gateway.Accounts;
using Gateway.Activities;
using Gateway.Asking;
using Gateway.Audit;
using Gateway.Connections;
using Gateway.Events;
using Gateway.Idempotency;
using Gateway.Json;
using Gateway.Limits;
using Gateway.OpenApi;
using Gateway.Operations;
using Gateway.Problems;
using Gateway.Requests;
using Gateway.Rewards;
using Gateway.Security;
using Gateway.Validation;
using Gateway.Versioning;
using Gateway.Wallets;
using Hosting.Networks;
using Hosting.Secrets;
using MassTransit;
using Sessions;

namespace Gateway;

public static class GatewayExtensions
{
    public static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.AddConnectionBounds();
        builder.AddClientAddresses();
        builder.AddCrossOrigin();
        builder.AddLimits();
        builder.AddSessions();
        builder.AddAccessTokens();
        builder.AddIdempotency();
        builder.AddApiJson();
        builder.AddProblems();
        builder.AddApiDescription();
        builder.Services.AddScoped<Deadline>();
        builder.Services.AddSingleton<AnswerEndpoint>();
        builder.Services.AddScoped<ServiceClient>();
        builder.Services.AddSingleton(StreamSettings.From(builder.Configuration));
        builder.Services.AddSingleton<RequestStreams>();
        builder.Services.AddSingleton<PlatformDeadLetters>();
        builder.Services.AddSingleton<WebhookSignatures>();
        builder.AddSecretCipher("Delivery", JwtSettings.SecretOrNull(builder.Configuration));
        builder.AddOutboundTargets("Delivery:AllowPrivateNetworks");
    }

    /// <summary>The REST API: its middleware, outermost first, and its routes.</summary>
    public static void MapGateway(this WebApplication app)
    {
        app.UseClientAddresses();
        app.UseSecurityHeaders();
        app.UseDeadline();
        app.UseProblems();
        app.UseDenyList();
        app.UseApiVersions();
        app.UseRouting();
        app.UseCors();
        app.UseLimits();
        app.UseBodyLimits();
        app.UseBodyCharset();
        app.UseApiPages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseIdempotencyKeys();

        var api = app.MapGroup("").RequireAuthorization().LimitBody(BodyLimit.Usual).ValidateRequests();
        api.MapAccounts();
        api.MapEvents();
        api.MapRewards();
        api.MapRequests();
        api.MapWallets();
        api.MapActivities();
        api.MapOperations();
        api.MapAudit();
        app.MapApiDescription();
        KeySet.Map(app);
        app.CheckRouteLimits();
    }

    public static void AddGatewayConsumers(this IBusRegistrationConfigurator bus) =>
        bus.ForService("gateway").AddInstanceConsumer<RequestStreamConsumer>();
}
