using Testing.Servers;

namespace Documents.Tests.PostgreSql;

/// <summary>One server for the tests of the PostgreSQL engine, one database for each test.</summary>
[CollectionDefinition(Name)]
public sealed class PostgreSqlCollection : ICollectionFixture<SharedPostgres>
{
    public const string Name = "PostgreSql";
}
