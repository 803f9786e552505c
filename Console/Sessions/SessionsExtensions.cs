using Hosting.Networks;
using Hosting.Redis;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace OperatorsConsole.Sessions;

internal static class SessionsExtensions
{
    private const string Circuits = "/_blazor";

    /// <summary>Sessions and the keys of forms in Redis, where one is named, for several instances; otherwise in memory.</summary>
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(SessionSettings.From(builder.Configuration));
        builder.Services.AddSingleton<OpenTabs>();
        builder.Services.AddSingleton<SessionEnds>();
        builder.Services.AddSingleton<SealedSecrets>();
        builder.Services.AddSingleton<Readers>();
        builder.Services.AddSingleton<SignIns>();
        builder.Services.AddScoped<CircuitHandler, LeavesAgain>();
        builder.Services.AddDataProtection().SetApplicationName("console");
        if (string.IsNullOrEmpty(builder.Configuration["ConnectionStrings:Redis"]))
        {
            builder.Services.AddSingleton<IVault, MemoryVault>();
            builder.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = new MemoryKeys());
        }
        else
        {
            builder.AddRedis();
            builder.Services.AddSingleton<IVault, RedisVault>();
            builder.Services.AddOptions<KeyManagementOptions>().Configure<RedisConnection>((options, redis) => options.XmlRepository = new RedisKeys(redis));
        }
    }

    /// <summary>Finds who asks for a page. Whoever is not signed in is led to where he can sign in, and back.</summary>
    public static void UseSessions(this IApplicationBuilder console) => console.Use(async (context, next) =>
    {
        ReaderAddress.Current = context.ClientAddress();
        var page = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>();
        var isCircuit = context.Request.Path.StartsWithSegments(Circuits, StringComparison.OrdinalIgnoreCase);
        if (page is null && !isCircuit)
        {
            await next(context);
            return;
        }

        var key = KeyCookie.Session.Read(context);
        var isOpen = page?.Type.IsDefined(typeof(OpenPageAttribute), inherit: true) == true;

        // A form's token is its reader's: on an open page everybody is a stranger, when it is shown and when it is sent.
        var readers = context.RequestServices.GetRequiredService<Readers>();
        var (reader, end) = isOpen ? (null, null) : isCircuit ? (key is null ? null : await readers.Find(key), null) : await readers.Enter(key);

        if (isCircuit)
        {
            await Connect(context, reader, next);
        }
        else if (reader is not null)
        {
            context.User = Reader.PrincipalOf(reader.Key, context);
            if (AudienceAttribute.Of(page!.Type)?.Has(reader) == false)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
            }

            await next(context);
        }
        else if (isOpen)
        {
            await next(context);
        }
        else
        {
            context.Response.Redirect(SignInAddress.For(context, end));
        }
    });

    private static async Task Connect(HttpContext context, Reader? reader, RequestDelegate next)
    {
        if (reader is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        // By what was routed to, in whichever spelling: what is no hub, or only asks how to speak with it, is no tab.
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<HubMetadata>() is null || metadata.GetMetadata<NegotiateMetadata>() is not null)
        {
            context.User = Reader.PrincipalOf(reader.Key, context);
            await next(context);
            return;
        }

        if (!OpenTabs.IsOpenedBy(context))
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var tab = context.RequestServices.GetRequiredService<OpenTabs>().Open(reader.Key);
        if (tab is null)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        context.User = Reader.PrincipalOf(reader.Key, context, tab.Crowd);
        await next(context);
    }
}
