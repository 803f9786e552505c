using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;

namespace Documents.Sagas;

public static class DocumentSagaRepositoryExtensions
{
    /// <summary>Keeps the saga's instances in its <see cref="IDocumentStore{T}"/>.</summary>
    public static ISagaRegistrationConfigurator<TSaga> DocumentRepository<TSaga>(this ISagaRegistrationConfigurator<TSaga> saga)
        where TSaga : SagaDocument =>
        saga.Repository(repository =>
        {
            repository.RegisterLoadSagaRepository<TSaga, DocumentSagaRepositoryContextFactory<TSaga>>();
            repository.RegisterSagaRepository<
                TSaga, IDocumentStore<TSaga>, SagaConsumeContextFactory<IDocumentStore<TSaga>, TSaga>, DocumentSagaRepositoryContextFactory<TSaga>>();
        });
}
