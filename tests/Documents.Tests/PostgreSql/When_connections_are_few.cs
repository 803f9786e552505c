using Documents.PostgreSql;
using Microsoft.Extensions.Logging;
using Testing;
using Testing.Servers;

namespace Documents.Tests.PostgreSql;

public sealed class When_connections_are_few(SharedPostgres postgres) : PostgreSqlTest(postgres)
{
    [Fact]
    public void Four_services_of_two_instances_fit_a_server_as_it_is_installed() =>
        ConnectionBudget.Fitting(ConnectionBudget.DefaultPool, 100 - 3).ShouldBe(4 * 2);

    [RealFact(Real.Postgres)]
    public async Task A_pool_that_the_server_cannot_serve_stops_the_start()
    {
        var fault = await Should.ThrowAsync<InvalidDataException>(() => Open(settings: "Maximum Pool Size=500"));

        fault.Message.ShouldContain("Maximum Pool Size");
        fault.Message.ShouldContain("500");
    }

    [RealFact(Real.Postgres)]
    public async Task A_limit_of_the_database_counts()
    {
        await Open();
        await using var session = await Connect();
        await Lines(session, $"alter database {Identifier.Quote(Database)} connection limit 10");

        (await Should.ThrowAsync<InvalidDataException>(() => Open())).Message.ShouldContain("10");

        await Open(settings: "Maximum Pool Size=9");
    }

    [RealFact(Real.Postgres)]
    public async Task A_server_that_cannot_serve_all_services_is_warned_of()
    {
        using var log = new LogLines();

        await (await Create("Maximum Pool Size=90", log)).Open([Parcel.Schema], CancellationToken.None);
        await (await Create(logger: log)).Open([Parcel.Schema], CancellationToken.None);

        log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("enough for 2 processes");
    }
}
