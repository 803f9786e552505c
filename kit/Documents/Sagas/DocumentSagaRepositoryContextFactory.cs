using MassTransit;
using MassTransit.Saga;

namespace Documents.Sagas;

/// <summary>
/// Messages that begin an instance. At the first attempt it is not looked for: the insert says whether it was there, and
/// then the message is tried again as any other.
/// </summary>
internal sealed class SagaBeginnings<TSaga>(HashSet<Type> messages)
{
    public bool Begins(ConsumeContext context, Type message) =>
        messages.Contains(message) && !context.ReceiveContext.Redelivered && context.GetRetryAttempt() == 0;
}

internal sealed class DocumentSagaRepositoryContextFactory<TSaga>(
    IDocumentStore<TSaga> store, ISagaConsumeContextFactory<IDocumentStore<TSaga>, TSaga> factory, SagaBeginnings<TSaga> beginnings)
    : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : SagaDocument
{
    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next) where T : class =>
        next.Send(new DocumentSagaRepositoryContext<TSaga, T>(store, context, factory, beginnings));

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next) where T : class =>
        throw new NotImplementedByDesignException("Messages find their saga by id; one that is found by a query could not be saved exactly.");

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default) where T : class =>
        asyncMethod(new DocumentSagaRepositoryContext<TSaga>(store, cancellationToken));

    public void Probe(ProbeContext context) => context.Add("persistence", "documents");
}
