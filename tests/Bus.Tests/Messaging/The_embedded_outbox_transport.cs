using System.Text.Json;
using Bus.DeadLetters;
using Documents.Outbox;
using MassTransit;
using Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bus.Tests.Messaging;

public sealed class The_embedded_outbox_transport
{
    /// <summary>What services raise while they start, the first administrator's audit entry for one.</summary>
    [Fact]
    public async Task What_is_sent_before_its_consumer_listens_waits_until_the_host_has_started()
    {
        var listener = new Listener();
        var services = new ServiceCollection().AddSingleton(listener);
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var bus = MassTransit.Bus.Factory.CreateUsingInMemory(_ => { });
        await bus.StartAsync();
        try
        {
            var transport = new EmbeddedOutboxTransport(
                bus, lifetime, new SubscriberCounts(services.BuildServiceProvider(), services), new FailedDeliveries(TimeProvider.System), new Announcements(bus, [], TimeProvider.System, NullLogger<Announcements>.Instance));
            var message = new OutboxMessage(
                Guid.NewGuid(), MessageNames.Of(typeof(EarlyRaised)), JsonSerializer.SerializeToElement(new { word = "early" }), DateTimeOffset.UnixEpoch, null);

            var sending = transport.Send(message, CancellationToken.None);
            await bus.ConnectReceiveEndpoint("late", endpoint => endpoint.Instance(listener)).Ready;
            lifetime.NotifyStarted();

            await sending.WaitAsync(TimeSpan.FromSeconds(30));
            (await listener.Heard.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe("early");
        }
        finally
        {
            await bus.StopAsync();
        }
    }

    internal sealed record EarlyRaised(string Word);

    internal sealed class Listener : IConsumer<EarlyRaised>
    {
        private readonly TaskCompletionSource<string> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Heard => heard.Task;

        public Task Consume(ConsumeContext<EarlyRaised> context)
        {
            heard.TrySetResult(context.Message.Word);
            return Task.CompletedTask;
        }
    }
}
