using Documents.Outbox;
using Documents.Tests.Articles;
using Microsoft.Extensions.Time.Testing;

namespace Documents.Tests.Dispatch;

public sealed class Messages_that_wait
{
    private static readonly TimeSpan MinimumAge = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private readonly WaitingMessages waiting;
    private readonly OutboxMessage message;

    public Messages_that_wait()
    {
        waiting = new WaitingMessages(time);
        message = OutboxMessage.From(new ArticleChanged("one", 1), time.GetUtcNow(), null);
    }

    [Fact]
    public void Are_old_when_they_have_been_met_for_so_long()
    {
        IsOld().ShouldBeFalse();
        time.Advance(MinimumAge);

        IsOld().ShouldBeTrue();
    }

    [Fact]
    public void Are_so_from_when_this_process_raised_them()
    {
        waiting.Saw(message.Id);
        time.Advance(MinimumAge);

        IsOld().ShouldBeTrue();
    }

    [Fact]
    public void Are_forgotten_when_they_have_gone()
    {
        IsOld();
        time.Advance(MinimumAge);
        waiting.Begin(MinimumAge).End();

        IsOld().ShouldBeFalse();
    }

    [Fact]
    public void Are_not_forgotten_by_a_look_that_began_before_them()
    {
        var look = waiting.Begin(MinimumAge);
        time.Advance(TimeSpan.FromSeconds(1));
        waiting.Saw(message.Id);
        look.End();
        time.Advance(MinimumAge);

        IsOld().ShouldBeTrue();
    }

    private bool IsOld()
    {
        var look = waiting.Begin(MinimumAge);
        var isOld = look.IsOld(message);
        look.End();
        return isOld;
    }
}
