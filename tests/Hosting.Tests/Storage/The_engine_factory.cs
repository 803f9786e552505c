using Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Storage;

namespace Hosting.Tests.Storage;

public sealed class The_engine_factory
{
    [Theory]
    [InlineData("dynamodb", null, "Configuration: Storage__Provider is 'dynamodb', not one of sqlite, postgres, mongodb.")]
    [InlineData("postgres", null, "Configuration: ConnectionStrings__Storage is missing.")]
    [InlineData("mongodb", null, "Configuration: ConnectionStrings__Storage is missing.")]
    [InlineData("mongodb", "mongodb://me:hush@127.0.0.1/?w=0", "Configuration: ConnectionStrings__Storage asks for w=0, but the outcome of every write must be known.")]
    [InlineData("mongodb", "Host=127.0.0.1;Password=hush", "Configuration: ConnectionStrings__Storage is not a connection string like mongodb://messaging:password@127.0.0.1:27017/?authSource=admin.")]
    public void What_cannot_be_used_is_told_by_its_key(string provider, string? connectionString, string message)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:Provider"] = provider, ["ConnectionStrings:Storage"] = connectionString })
            .Build();
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();

        Should.Throw<ConfigurationException>(() => EngineFactory.Create(services, configuration, "test_db")).ToString().ShouldContain(message);
    }
}
