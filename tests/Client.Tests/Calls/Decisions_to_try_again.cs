using System.Net;

namespace Client.Tests.Calls;

public sealed class Decisions_to_try_again
{
    private static readonly Retries Retries = new(3, TimeSpan.FromSeconds(10));

    [Fact]
    public void Pauses_grow_up_to_the_longest()
    {
        var lost = new Outcome(null);

        Enumerable.Range(0, 3).Select(before => Retries.After(lost, before, isRepeatable: true, chance: 1)).ShouldBe(
            [TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(800)]);
        Retries.After(lost, 0, isRepeatable: true, chance: 0).ShouldBe(TimeSpan.FromMilliseconds(100));
        (Retries with { Most = 20 }).After(lost, 19, isRepeatable: true, chance: 1).ShouldBe(TimeSpan.FromSeconds(10));
        Retries.After(lost, 3, isRepeatable: true, chance: 1).ShouldBeNull();
    }

    [Fact]
    public void The_longest_pauses_differ_too()
    {
        Retries.Pause(TimeSpan.FromSeconds(1), 1000, TimeSpan.FromSeconds(30), chance: 0).ShouldBe(TimeSpan.FromSeconds(15));
        Retries.Pause(TimeSpan.FromSeconds(1), 1000, TimeSpan.FromSeconds(30), chance: 1).ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public void What_was_judged_is_not_sent_again(HttpStatusCode status) =>
        Retries.After(new Outcome(status), 0, isRepeatable: true, chance: 1).ShouldBeNull();

    [Fact]
    public void What_may_have_been_done_is_sent_again_only_where_that_is_safe()
    {
        foreach (var outcome in (Outcome[])[new(null), new(HttpStatusCode.ServiceUnavailable), new(HttpStatusCode.GatewayTimeout), new(HttpStatusCode.BadGateway)])
        {
            Retries.After(outcome, 0, isRepeatable: false, chance: 1).ShouldBeNull();
            Retries.After(outcome, 0, isRepeatable: true, chance: 1).ShouldNotBeNull();
        }

        Retries.After(new Outcome(null, IsUnsent: true), 0, isRepeatable: false, chance: 1).ShouldNotBeNull();
        Retries.After(new Outcome(HttpStatusCode.TooManyRequests), 0, isRepeatable: false, chance: 1).ShouldNotBeNull();
    }
}
