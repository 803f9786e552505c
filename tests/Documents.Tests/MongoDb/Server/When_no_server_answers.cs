using System.Diagnostics;
using Documents.Tests.Articles;
using Testing;

namespace Documents.Tests.MongoDb.Server;

public sealed class When_no_server_answers : MongoDbTest
{
    [Fact]
    public async Task Opening_and_asking_fail_in_time_and_in_one_line()
    {
        var engine = Create($"mongodb://me:hush@127.0.0.1:{Ports.Free()}/?serverSelectionTimeoutMS=500");
        var watch = Stopwatch.StartNew();

        var opening = await Should.ThrowAsync<TimeoutException>(() => engine.Open([Article.Schema], CancellationToken.None));
        var asking = await Should.ThrowAsync<TimeoutException>(() => engine.Ping(CancellationToken.None));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        opening.Message.ShouldStartWith("No MongoDB server that takes writes was found within 0.5 s");
        opening.ToString().ShouldNotContain("hush");
        asking.Message.ShouldBe(opening.Message);
        engine.IsUnavailable(asking).ShouldBeTrue();
    }
}
