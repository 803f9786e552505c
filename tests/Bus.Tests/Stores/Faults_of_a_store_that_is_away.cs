using System.Reflection;
using Bus.Stores;
using Documents;
using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace Bus.Tests.Stores;

public sealed class Faults_of_a_store_that_is_away
{
    private readonly FakeTime time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    [Fact]
    public async Task Are_told_to_nobody_and_others_are()
    {
        using var waits = new StoreWaits(time, NullLogger<StoreWaits>.Instance);
        var context = DispatchProxy.Create<ConsumeContext<Letter>, Told>();
        Exception[] faults = [Away(), Away(), new InvalidOperationException("another fault")];
        var attempts = 0;

        // As a consumer's own filter: it tells of the fault, and lets it pass.
        var consumer = Pipe.ExecuteAsync<ConsumeContext<Letter>>(async attempt =>
        {
            var fault = faults[attempts++];
            await attempt.NotifyFaulted(attempt, TimeSpan.Zero, "consumer", fault);
            throw fault;
        });
        var sending = new StoreWaitFilter<Letter>(waits).Send(context, consumer);
        await Wait.Until(
            () =>
            {
                time.Advance(StoreWaits.LongestPause);
                return sending.IsCompleted;
            },
            "the attempts");

        await Should.ThrowAsync<InvalidOperationException>(sending);
        ((Told)(object)context).Faults.ShouldBe([faults[2]]);
    }

    private static StoreUnavailableException Away() => new("letters_db", new TimeoutException("nobody answers"));
}

public sealed record Letter;

/// <summary>Not sealed: proxies derive from it.</summary>
internal class Told : DispatchProxy
{
    public List<Exception> Faults { get; } = [];

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == "NotifyFaulted")
        {
            Faults.Add((Exception)args![^1]!);
            return Task.CompletedTask;
        }

        var type = targetMethod.ReturnType;
        return type == typeof(ReceiveContext) ? Create<ReceiveContext, Told>()
            : type.IsValueType && type != typeof(void) ? Activator.CreateInstance(type)
            : null;
    }
}
