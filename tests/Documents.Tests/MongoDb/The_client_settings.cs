using Documents.MongoDb;
using MongoDB.Driver;

namespace Documents.Tests.MongoDb;

public sealed class The_client_settings
{
    [Fact]
    public void What_is_not_said_keeps_the_promises_of_the_port()
    {
        var settings = ClientSettings.From("mongodb://127.0.0.1:27017", "event_db");

        settings.WriteConcern.ShouldBe(new WriteConcern("majority", journal: true));
        settings.ReadConcern.ShouldBe(ReadConcern.Majority);
        settings.ReadPreference.ShouldBe(ReadPreference.Primary);
        settings.RetryWrites.ShouldBeTrue();
        settings.RetryReads.ShouldBeTrue();
        settings.SocketTimeout.ShouldBeGreaterThan(TimeSpan.Zero);
        settings.ApplicationName.ShouldBe("event_db");
    }

    [Fact]
    public void What_is_said_wins()
    {
        var settings = ClientSettings.From(
            "mongodb://127.0.0.1/?w=2&journal=false&readConcernLevel=local&retryWrites=false&maxPoolSize=7&connectTimeoutMS=1000"
                + "&socketTimeoutMS=2000&serverSelectionTimeoutMS=3000&waitQueueTimeoutMS=4000&appName=mine",
            "event_db");

        settings.WriteConcern.ShouldBe(new WriteConcern(2, journal: false));
        settings.ReadConcern.ShouldBe(ReadConcern.Local);
        settings.RetryWrites.ShouldBeFalse();
        settings.MaxConnectionPoolSize.ShouldBe(7);
        settings.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(1));
        settings.SocketTimeout.ShouldBe(TimeSpan.FromSeconds(2));
        settings.ServerSelectionTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        settings.WaitQueueTimeout.ShouldBe(TimeSpan.FromSeconds(4));
        settings.ApplicationName.ShouldBe("mine");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Password=hush")]
    [InlineData("mongodb://me:hush")]
    [InlineData("mongodb://me:hush@127.0.0.1/?maxPoolSize=many")]
    [InlineData("mongodb://me:hush@127.0.0.1/?w=0")]
    public void What_cannot_be_used_is_refused_without_being_quoted(string connectionString)
    {
        var fault = Should.Throw<FormatException>(() => ClientSettings.From(connectionString, "event_db"));

        fault.ToString().ShouldNotContain("hush");
    }
}
