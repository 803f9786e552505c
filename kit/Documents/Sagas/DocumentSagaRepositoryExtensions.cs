using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;

namespace Documents.Sagas;

public static class DocumentSagaRepositoryExtensions
{
    /// <summary>Keeps the saga's instances in its <see cref="IDocumentStore{T}"/>.</summary>
    /// <param name="begunBy">The messages that mostly find no instance yet.</param>
    public static ISagaRegistrationConfigurator<TSaga> DocumentRepository<TSaga>(this ISagaRegistrationConfigurator<TSaga> saga, params Type[] begunBy)
        where TSaga : SagaDocument =>
        saga.Repository(repository =>
        {
            repository.AddSingleton(new SagaBeginnings<TSaga>([.. begunBy]));
            repository.RegisterLoadSagaRepository<TSaga, DocumentSagaRepositoryContextFactory<TSaga>>();
            repository.RegisterSagaRepository<
                TSaga, IDocumentStore<TSaga>, SagaConsumeContextFactory<IDocumentStore<TSaga>, TSaga>, DocumentSagaRepositoryContextFactory<TSaga>>();
        });
}
