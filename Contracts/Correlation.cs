using System.Reflection;
using MassTransit;

namespace Contracts.Requests;

/// <summary>Messages about a request, in logs, traces and the broker, are found by the request's id.</summary>
public static class RequestCorrelation
{
    private static readonly Lazy<bool> InUse = new(() =>
    {
        var use = typeof(RequestCorrelation).GetMethod(nameof(UseRequestId), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (var id in typeof(RequestCorrelation).Assembly.GetExportedTypes().Select(type => type.GetProperty("RequestId")))
        {
            if (id is { PropertyType: var type, DeclaringType: { } message } && type == typeof(Guid))
            {
                use.MakeGenericMethod(message).Invoke(null, [id]);
            }
        }

        MessageCorrelation.UseCorrelationId<RewardRequestChanged>(changed => changed.Request.Id);
        return true;
    });

    /// <summary>
    /// What is about a request correlates by the request's id, in this process from now on. By itself MassTransit takes a
    /// property named EventId, and every message of an event would be one conversation.
    /// </summary>
    public static void Use() => _ = InUse.Value;

    private static void UseRequestId<T>(PropertyInfo id) where T : class => MessageCorrelation.UseCorrelationId(id.GetMethod!.CreateDelegate<Func<T, Guid>>());
}
