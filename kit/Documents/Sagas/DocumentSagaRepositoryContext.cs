using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Saga;

namespace Documents.Sagas;

/// <summary>One message's work on one saga instance: loads it, and saves it when the message changed it.</summary>
internal sealed class DocumentSagaRepositoryContext<TSaga, TMessage>(
    IDocumentStore<TSaga> store,
    ConsumeContext<TMessage> context,
    ISagaConsumeContextFactory<IDocumentStore<TSaga>, TSaga> factory,
    SagaBeginnings<TSaga> beginnings)
    : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : SagaDocument
    where TMessage : class
{
    private readonly ConsumeContext<TMessage> message = context;

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) => CreateSagaConsumeContext(message, instance, SagaConsumeContextMode.Add);

    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        var result = await store.Insert(instance, CancellationToken);
        return result.Outcome == WriteOutcome.DuplicateId
            ? null!
            : await CreateSagaConsumeContext(message, Saved(instance, result), SagaConsumeContextMode.Insert);
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId) =>
        !beginnings.Begins(message, typeof(TMessage)) && await store.Get(correlationId.ToString(), CancellationToken) is { } instance
            ? await CreateSagaConsumeContext(message, instance, SagaConsumeContextMode.Load)
            : null!;

    public async Task Save(SagaConsumeContext<TSaga> context) => Saved(context.Saga, await store.Insert(context.Saga, CancellationToken));

    /// <summary>A message that the saga ignores raises nothing and leaves the text as it is: that costs no write.</summary>
    public async Task Update(SagaConsumeContext<TSaga> context)
    {
        if (context.Saga.Raised.Count > 0 || !Text(context.Saga).AsSpan().SequenceEqual(context.Saga.Stored.Span))
        {
            Saved(context.Saga, await store.Update(context.Saga, CancellationToken));
        }
    }

    public async Task Delete(SagaConsumeContext<TSaga> context) => Saved(context.Saga, await store.Delete(context.Saga, CancellationToken));

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class => factory.CreateSagaConsumeContext(store, consumeContext, instance, mode);

    private static byte[] Text(TSaga instance) => JsonSerializer.SerializeToUtf8Bytes(instance, DocumentJson.Options);

    private static TSaga Saved(TSaga instance, WriteResult result) => result.Outcome switch
    {
        WriteOutcome.Saved => instance,
        WriteOutcome.DuplicateKey => throw new SagaException($"has a {result.Key} that another has", typeof(TSaga), instance.CorrelationId),
        var lost => throw new SagaConcurrencyException(typeof(TSaga), instance.CorrelationId, lost),
    };
}

internal sealed class DocumentSagaRepositoryContext<TSaga>(IDocumentStore<TSaga> store, CancellationToken cancellationToken)
    : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<TSaga>
    where TSaga : SagaDocument
{
    public async Task<TSaga> Load(Guid correlationId) => (await store.Get(correlationId.ToString(), CancellationToken))!;
}
