using System.Reflection;
using Bus.Questions;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Testing;

namespace Bus.Tests.Questions;

public sealed class The_expiry_of_a_question
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly LogLines lines = new();
    private readonly QuestionExpiry expiry;

    public The_expiry_of_a_question()
    {
        LogContext.ConfigureCurrentLogContext(lines);
        expiry = new QuestionExpiry(time);
    }

    private TimeSpan Now => QuestionStamps.Now(time);

    [Theory]
    [InlineData(-3600)]
    [InlineData(-4)]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(3600)]
    public void Who_still_waits_is_served_whatever_the_clocks_say(double ahead)
    {
        for (var i = 0; i < 100; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            HasExpired(Now - TimeSpan.FromSeconds(ahead + (0.01 * (i % 10)))).ShouldBeFalse();
        }

        lines.Of(LogLevel.Warning).ShouldBeEmpty();
    }

    [Fact]
    public void Who_has_given_up_is_not_and_the_log_tells_by_how_much()
    {
        var ahead = TimeSpan.FromMinutes(7);
        HasExpired(Now - ahead).ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(6));

        HasExpired(Now - ahead - TimeSpan.FromSeconds(3.9)).ShouldBeFalse();
        HasExpired(Now - ahead - TimeSpan.FromSeconds(5)).ShouldBeTrue();

        lines.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldBe("A question came 00:00:01 after its sender had given up and is not begun");
    }

    [Fact]
    public void What_waited_in_this_process_is_older_by_that() => HasExpired(Now - Patience, waited: Patience).ShouldBeTrue();

    [Fact]
    public void What_nobody_waits_for_never_expires()
    {
        HasExpired(Now).ShouldBeFalse();
        time.Advance(TimeSpan.FromHours(1));

        HasExpired(null).ShouldBeFalse();
    }

    [Fact]
    public void Each_sender_has_a_clock_of_its_own()
    {
        HasExpired(Now, sender: "one").ShouldBeFalse();
        HasExpired(Now - TimeSpan.FromHours(1), sender: "two").ShouldBeFalse();
        HasExpired(Now - TimeSpan.FromHours(1), sender: "one").ShouldBeTrue();
    }

    [Fact]
    public void A_clock_that_drifts_is_followed()
    {
        HasExpired(Now).ShouldBeFalse();
        for (var drift = 0; drift < 20; drift++)
        {
            time.Advance(TimeSpan.FromMinutes(3));
            HasExpired(Now - TimeSpan.FromSeconds(drift)).ShouldBeFalse();
        }
    }

    private bool HasExpired(TimeSpan? askedAt, TimeSpan waited = default, string sender = "gateway")
    {
        var received = DispatchProxy.Create<ReceiveContext, Received>();
        ((Received)(object)received).Waited = waited;
        var context = DispatchProxy.Create<ConsumeContext, Asked>();
        var asked = (Asked)(object)context;
        asked.Receive = received;
        asked.Sender = new Uri($"queue:{sender}");
        asked.Sent = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        asked.Expires = asked.Sent + Patience;
        if (askedAt is { } at)
        {
            asked.Carried.Set(QuestionStamps.Header, (long)at.TotalMilliseconds);
        }

        return expiry.HasExpired(context);
    }
}

/// <summary>Not sealed: proxies derive from it.</summary>
internal class Received : DispatchProxy
{
    public TimeSpan Waited { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == "get_ElapsedTime" ? Waited : throw new NotSupportedException(targetMethod.Name);
}

/// <inheritdoc cref="Received"/>
internal class Asked : DispatchProxy
{
    public ReceiveContext? Receive { get; set; }

    public Uri? Sender { get; set; }

    public DateTime Sent { get; set; }

    public DateTime Expires { get; set; }

    public MassTransit.Serialization.DictionarySendHeaders Carried { get; } = new();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "get_ReceiveContext" => Receive,
        "get_SourceAddress" => Sender,
        "get_SentTime" => Sent,
        "get_ExpirationTime" => Expires,
        "get_Headers" => Carried,
        _ => throw new NotSupportedException(targetMethod.Name),
    };
}
