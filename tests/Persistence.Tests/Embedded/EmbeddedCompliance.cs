using Microsoft.Extensions.Logging.Abstractions;
using Persistence.Embedded;
using Persistence.Engines;

namespace Persistence.Tests.Embedded;

public sealed class EmbeddedCompliance : DocumentStoreCompliance
{
    private readonly DataFolder folder = new();

    protected override Task<IDocumentEngine> CreateEngine() => Task.FromResult<IDocumentEngine>(new EmbeddedEngine(folder.Path, TimeProvider.System, NullLogger.Instance));

    protected override Task Cleanup()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }
}
