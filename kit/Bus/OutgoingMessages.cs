using MassTransit;

namespace Bus;

/// <summary>Looks at each message before it goes out, published or sent.</summary>
internal abstract class OutgoingMessages : IPublishObserver, ISendObserver
{
    Task IPublishObserver.PrePublish<T>(PublishContext<T> context) => Look(context);

    Task IPublishObserver.PostPublish<T>(PublishContext<T> context) => Task.CompletedTask;

    Task IPublishObserver.PublishFault<T>(PublishContext<T> context, Exception exception) => Task.CompletedTask;

    Task ISendObserver.PreSend<T>(SendContext<T> context) => Look(context);

    Task ISendObserver.PostSend<T>(SendContext<T> context) => Task.CompletedTask;

    Task ISendObserver.SendFault<T>(SendContext<T> context, Exception exception) => Task.CompletedTask;

    protected abstract void Prepare<T>(SendContext<T> context) where T : class;

    private Task Look<T>(SendContext<T> context) where T : class
    {
        Prepare(context);
        return Task.CompletedTask;
    }
}
