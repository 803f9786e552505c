using Hosting.Networks;
using Hosting.Redis;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace OperatorsConsole.Sessions;

internal static class SessionsExtensions
{
    /// <summary>Sessions and the keys of forms in Redis, where one is named, for several instances; otherwise in memory.</summary>
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SealedSecrets>();
        builder.Services.AddSingleton<Readers>();
        builder.Services.AddSingleton<SignIns>();
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
        var isCircuit = context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
        if (page is null && !isCircuit)
        {
            await next(context);
            return;
        }

        var key = KeyCookie.Session.Read(context);
        var isOpen = page?.Type.IsDefined(typeof(OpenPageAttribute), inherit: true) == true;

        // A form's token is its reader's: on an open page everybody is a stranger, when it is shown and when it is sent.
        var reader = key is null || isOpen ? null : await context.RequestServices.GetRequiredService<Readers>().Find(key);
        if (reader is not null)
        {
            context.User = Reader.PrincipalOf(reader.Key, context);
        }
        else if (isCircuit)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        else if (!isOpen)
        {
            context.Response.Redirect(SignInAddress.For(context, hasEnded: key is not null));
            return;
        }

        await next(context);
    });
}
