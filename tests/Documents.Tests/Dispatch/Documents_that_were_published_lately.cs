using Documents.Sweeps;
using Documents.Tests.Articles;
using Microsoft.Extensions.Time.Testing;

namespace Documents.Tests.Dispatch;

public sealed class Documents_that_were_published_lately
{
    private readonly SettableTime time = new();
    private readonly Published published;
    private readonly Article article = new() { Id = "one", Title = "one" };

    public Documents_that_were_published_lately() => published = new Published(time);

    [Fact]
    public void Are_published_again_after_a_while()
    {
        published.TryAdd(article).ShouldBeTrue();

        IsForgottenAfter(Published.Patience).ShouldBeFalse();
        IsForgottenAfter(TimeSpan.FromTicks(1)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Are_so_whatever_the_clock_is_set_to(int days)
    {
        published.TryAdd(article);
        time.IsSetBy = TimeSpan.FromDays(days);

        IsForgottenAfter(TimeSpan.Zero).ShouldBeFalse();
        IsForgottenAfter(Published.Patience + TimeSpan.FromTicks(1)).ShouldBeTrue();
    }

    [Fact]
    public void Are_so_at_once_when_they_could_not_be_sent()
    {
        published.TryAdd(article);
        published.Remove(article);

        published.TryAdd(article).ShouldBeTrue();
    }

    private bool IsForgottenAfter(TimeSpan passed)
    {
        time.Advance(passed);
        published.Forget();
        return published.TryAdd(article);
    }

    private sealed class SettableTime : FakeTimeProvider
    {
        public TimeSpan IsSetBy { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + IsSetBy;

        public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
    }
}
