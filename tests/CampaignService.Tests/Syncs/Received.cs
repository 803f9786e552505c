using System.Reflection;
using MassTransit;

namespace CampaignService.Tests.Syncs;

/// <summary>A message as a consumer gets it, without a bus.</summary>
public class Received : DispatchProxy
{
    private object message = null!;

    public static ConsumeContext<T> Of<T>(T message) where T : class
    {
        var context = Create<ConsumeContext<T>, Received>();
        ((Received)(object)context).message = message;
        return context;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "get_Message" => message,
        "get_CancellationToken" => CancellationToken.None,
        _ => throw new NotSupportedException(targetMethod.Name),
    };
}
