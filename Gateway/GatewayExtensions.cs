using Bus;
using Contracts.Events;
using Contracts.Users;
using Gateway.Accounts;
using Gateway.Activities;
using Gateway.Audit;
using Gateway.Coupons;
using Gateway.Events;
using Gateway.Exports;
using Gateway.Live;
using Gateway.Operations;
using Gateway.Requests;
using Gateway.Rewards;
using Gateway.Rooms;
using Gateway.ServiceAccounts;
using Gateway.Stages;
using Gateway.Teams;
using Gateway.Turn;
using Gateway.Wallets;
using Hosting.Networks;
using Hosting.Secrets;
using Http.Connections;
using Http.Deadlines;
using Http.Idempotency;
using Http.Json;
using Http.Limits;
using Http.OpenApi;
using Http.Versioning;
using MassTransit;
using Sessions;

namespace Gateway;

public static class GatewayExtensions
{
    private const string Title = "Events and rewards";

    public static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.AddConnectionBounds();
        builder.AddClientAddresses();
        builder.AddCrossOrigin();
        builder.AddLimits(Words.Write(Role.Admin));
        builder.AddSessions();
        builder.AddAccessTokens();
        ServiceKeyAuthentication.Add(builder);
        builder.AddPolicies();
        builder.AddIdempotency();
        builder.AddApiJson(typeof(Condition), typeof(EvaluatedCondition));
        builder.AddIds();
        builder.AddProblems(RefusalStatuses.ByCode);
        builder.AddApiDescription(
            Title, "Operators publish events with rewards, users request them, approvals and grants follow asynchronously.");
        builder.Services.AddScoped<Deadline>();
        builder.Services.AddSingleton<AnswerEndpoint>();
        builder.Services.AddScoped<ServiceClient>();
        builder.Services.AddSingleton<EventViews>();
        builder.Services.AddSingleton(StreamSettings.From(builder.Configuration));
        builder.Services.AddSingleton<RequestStreams>();
        builder.Services.AddSingleton(AccountSettings.From(builder.Configuration));
        builder.Services.AddScoped<MissedChanges>();
        builder.Services.AddSingleton<PlatformDeadLetters>();
        builder.Services.AddSingleton(WebhookSecrets.From(builder.Configuration));
        builder.Services.AddSingleton<WebhookSignatures>();
        builder.Services.AddSingleton(LiveSettings.From(builder.Configuration));
        builder.AddHubProxy();
        TurnServiceKey.Add(builder);
        builder.AddSecretCipher(DeliveryBody.Section, JwtSettings.SecretOrNull(builder.Configuration));
        builder.AddOutboundTargets(DeliveryBody.Section);
        builder.Services.AddSingleton(provider => new CouponCodes(
            provider.GetRequiredKeyedService<SecretCipher>(DeliveryBody.Section), provider.GetRequiredService<ILogger<CouponCodes>>()));
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
        app.UseQueryTokens(Paths.LiveHub);
        app.UseRouting();
        app.UseCors();
        app.UseLimits();
        app.UseHubGuard();
        app.UseBodyLimits();
        app.UseBodyCoding();
        app.UseApiPages(Title);
        app.UseAuthentication();
        app.UseAuthorization();
        TurnServiceKey.Use(app);
        app.UseForgetting();
        app.UseIdempotencyKeys();

        var api = app.MapGroup("").RequireAuthorization().LimitBody(BodyLimit.Usual).ValidateRequests();
        api.MapAccounts();
        ExportAccountRoute.Map(api);
        ListPermissionsRoute.Map(api);
        api.MapServiceAccounts();
        api.MapTeams();
        api.MapEvents();
        api.MapRewards();
        api.MapRequests();
        api.MapWallets();
        api.MapActivities();
        api.MapStages();
        api.MapRooms();
        api.MapTurn();
        api.MapOperations();
        api.MapAudit();
        app.MapHubProxy();
        app.MapApiDescription();
        KeySet.Map(app);
        app.CheckRouteLimits();
    }

    public static void AddGatewayConsumers(this IBusRegistrationConfigurator bus)
    {
        var own = bus.ForService("gateway");
        own.AddInstanceConsumer<RequestStreamConsumer>();
        own.AddInstanceConsumer<EventsChangedConsumer>();
    }
}
