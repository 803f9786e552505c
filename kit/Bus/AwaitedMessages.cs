using MassTransit;

namespace Bus;

/// <summary>
/// What a sender waits for, a question or its answer, is not persistent: once the broker has gone nobody waits for it any
/// more, and a password in it stays out of the broker's files.
/// </summary>
internal sealed class AwaitedMessages : IPublishObserver, ISendObserver
{
    Task IPublishObserver.PrePublish<T>(PublishContext<T> context) => Soften(context);

    Task IPublishObserver.PostPublish<T>(PublishContext<T> context) => Task.CompletedTask;

    Task IPublishObserver.PublishFault<T>(PublishContext<T> context, Exception exception) => Task.CompletedTask;

    Task ISendObserver.PreSend<T>(SendContext<T> context) => Soften(context);

    Task ISendObserver.PostSend<T>(SendContext<T> context) => Task.CompletedTask;

    Task ISendObserver.SendFault<T>(SendContext<T> context, Exception exception) => Task.CompletedTask;

    /// <summary>An answer carries the id of its question.</summary>
    private static Task Soften(SendContext context)
    {
        context.Durable &= context.RequestId is null;
        return Task.CompletedTask;
    }
}
