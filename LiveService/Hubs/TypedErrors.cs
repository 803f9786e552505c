using Documents;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;

namespace LiveService.Hubs;

/// <summary>A call that fails is answered with a code, too, and with nothing of how the platform is built.</summary>
internal sealed class TypedErrors(ILogger<TypedErrors> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception e) when (e is StoreUnavailableException or RedisException or TimeoutException)
        {
            throw HubRefusals.Unavailable.ToException();
        }
        catch (Exception e) when (e is not HubException && !invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            logger.LogError(e, "{Call} failed", invocationContext.HubMethodName);
            throw HubRefusals.Fault.ToException();
        }
    }
}
