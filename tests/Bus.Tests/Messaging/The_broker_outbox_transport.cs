using System.Reflection;
using System.Text.Json;
using Documents.Outbox;
using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Messages;
using Microsoft.Extensions.Time.Testing;

namespace Bus.Tests.Messaging;

public sealed class The_broker_outbox_transport
{
    [Fact]
    public async Task A_publish_that_never_ends_is_given_up_so_that_the_message_is_sent_again()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var bus = DispatchProxy.Create<IBus, SilentBus>();
        var transport = new BrokerOutboxTransport(bus, new Announcements(bus, [], time, NullLogger<Announcements>.Instance), time);
        var message = new OutboxMessage(
            Guid.NewGuid(), MessageNames.Of(typeof(Lost)), JsonSerializer.SerializeToElement(new { }), DateTimeOffset.UnixEpoch, null);

        var sending = transport.Send(message, CancellationToken.None);
        time.Advance(BrokerOutboxTransport.Bound - TimeSpan.FromSeconds(1));
        sending.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<OperationCanceledException>(() => sending.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    internal sealed record Lost;
}

/// <summary>Hears of no cancellation. Not sealed: proxies derive from it.</summary>
internal class SilentBus : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IBus.Publish) ? new TaskCompletionSource().Task : throw new NotSupportedException(targetMethod.Name);
}
