using Documents.Embedded;
using Documents.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests.Embedded;

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
