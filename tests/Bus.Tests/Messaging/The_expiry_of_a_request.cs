using System.Reflection;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Testing;

namespace Bus.Tests.Messaging;

public sealed class The_expiry_of_a_request
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly LogLines lines = new();

    [Theory]
    [InlineData(null)]
    [InlineData(0.001)]
    [InlineData(4.0)]
    public void Who_still_waits_is_served(double? left)
    {
        HasExpired(left).ShouldBeFalse();
        lines.Of(LogLevel.Warning).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Who_has_given_up_is_not_and_the_log_tells_by_how_much(double left)
    {
        HasExpired(left).ShouldBeTrue();
        lines.Of(LogLevel.Warning).ShouldHaveSingleItem()
            .ShouldStartWith($"A request came {TimeSpan.FromSeconds(-left)} after its sender had given up");
    }

    private bool HasExpired(double? secondsLeft)
    {
        LogContext.ConfigureCurrentLogContext(lines);
        var context = DispatchProxy.Create<ConsumeContext, Expiring>();
        ((Expiring)(object)context).At = secondsLeft is { } left ? Now.UtcDateTime.AddSeconds(left) : null;
        return context.HasExpired(new FakeTimeProvider(Now));
    }
}

/// <summary>Not sealed: proxies derive from it.</summary>
internal class Expiring : DispatchProxy
{
    public DateTime? At { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == "get_ExpirationTime" ? At : throw new NotSupportedException(targetMethod.Name);
}
