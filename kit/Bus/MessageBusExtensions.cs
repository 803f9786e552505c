using Hosting.Logging;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bus.Broker;
using Bus.DeadLetters;
using Bus.Questions;
using Bus.Stores;
using Documents;
using Documents.Outbox;
using Hosting;
using Hosting.Metrics;
using Hosting.Tracing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RabbitMQ.Client.Exceptions;

namespace Bus;

public static class MessageBusExtensions
{
    // One policy for both kinds of pause: behind an inner policy that gave up, MassTransit lets no outer one try.
    private static readonly int[] DurableRetries = [0, 0, 0, 0, 0, 200, 600, 1400, 3000, 6200, 12600];

    /// <summary>
    /// The bus of this host with the given consumers, on RabbitMQ (<c>Transport=rabbitmq</c>, the default) or in memory
    /// (<c>Transport=embedded</c>, for the one process that hosts every service).
    /// </summary>
    public static void AddMessageBus(this WebApplicationBuilder builder, Action<IBusRegistrationConfigurator> consumers)
    {
        var settings = MessageBusSettings.From(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddTraceSource("MassTransit");
        builder.Services.AddTraceSource(OutboxTrace.SourceName);
        builder.Services.AddSingleton<FormerNames>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetKebabCaseEndpointNameFormatter();
            bus.SetDefaultRequestTimeout(settings.RequestTimeout);
            bus.AddPublishObserver<CorrelatedMessages>();
            bus.AddSendObserver<CorrelatedMessages>();
            bus.AddPublishObserver<QuestionStamps>();
            bus.AddSendObserver<QuestionStamps>();
            bus.AddSingleton<QuestionExpiry>();
            bus.AddSingleton<StoreWaits>();
            bus.AddBusObserver(provider => provider.GetRequiredService<StoreWaits>());
            consumers(bus);
            if (settings.Embedded)
            {
                bus.UsingInMemory((context, memory) =>
                {
                    ConfigureJson(memory);
                    memory.ConfigureEndpoints(context);
                });
            }
            else
            {
                bus.AddPublishObserver<AwaitedMessages>();
                bus.AddSendObserver<AwaitedMessages>();
                bus.SetBusFactory(new BrokerBusFactory((context, rabbit) =>
                {
                    rabbit.Host(new Uri(settings.RabbitMq!), builder.Environment.ApplicationName, host => host.OnRefreshConnectionFactory = factory =>
                    {
                        factory.SocketFactory = BrokerSocket.Create;
                        return Task.CompletedTask;
                    });
                    rabbit.PrefetchCount = settings.Prefetch;
                    rabbit.AddDeserializer(new WireDeserializer(context.GetRequiredService<FormerNames>()), isDefault: true);
                    ConfigureJson(rabbit);
                    rabbit.ConfigureEndpoints(context);
                }));
            }
        });

        // Attempts to connect are given up without a look at them; the health watch says that the broker is away.
        builder.Services.AddSingleton(new ExpectedFault(fault => fault is ConnectionException));

        // Of two answers that a question may have, nobody looks at the one that did not come.
        builder.Services.AddSingleton(new ExpectedFault(fault => fault is RequestException));
        builder.Services.AddSingleton(new OutageFault(fault => fault is ConnectionException or RabbitMQClientException));
        builder.Services.AddSingleton(new OutageFault(fault => fault is RequestFaultException { Fault.Exceptions: { } faults } && faults.Any(IsOfStore)));
        builder.Services.AddSingleton<IPostConfigureOptions<HealthCheckServiceOptions>, BusCheckRegistration>();
        builder.Services.Configure<MassTransitHostOptions>(host =>
        {
            // Messages published before the queues are bound would be lost although confirmed.
            host.WaitUntilStarted = true;
            host.StopTimeout = TimeSpan.FromSeconds(8);
        });

        builder.Services.AddSingleton<Announcements>();
        if (settings.Embedded)
        {
            builder.Services.AddSingleton(provider => new SubscriberCounts(provider, builder.Services));
            builder.Services.AddSingleton<FailedDeliveries>();
            builder.Services.AddSingleton<IDeadLetters>(provider => provider.GetRequiredService<FailedDeliveries>());
            builder.Services.AddSingleton<IOutboxTransport, EmbeddedOutboxTransport>();
        }
        else
        {
            builder.Services.AddSingleton<IDeadLetters>(provider => new ErrorQueues(new Uri(settings.RabbitMq!), provider.GetRequiredService<IHostEnvironment>()));
            builder.Services.AddSingleton<IOutboxTransport, BrokerOutboxTransport>();
        }

        builder.Services.AddSingleton<WorkQueues>();
        builder.Services.AddSample(provider => DeadLetterGauge.Of(provider.GetRequiredService<IDeadLetters>(), provider.GetRequiredService<WorkQueues>()));
    }

    /// <summary>How documents' announcements of one kind are told: several in one message, which may need to be looked up for.</summary>
    /// <param name="saved">Hears each of them at once, of those too that are told to nobody. Must not throw.</param>
    public static void AddAnnouncement<T>(
        this IServiceCollection services, Func<IServiceProvider, IReadOnlyList<T>, CancellationToken, Task<object>> message, Action<T>? saved = null) =>
        services.AddSingleton(provider => new Announcement(
            typeof(T), (items, cancellationToken) => message(provider, [.. items.Cast<T>()], cancellationToken), item => saved?.Invoke((T)item)));

    /// <summary>The queue, the retries and what is kept of durable work, for sagas too; it waits for a store that is away.</summary>
    public static void UseDurableWork(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        // No other queue: a quorum queue writes each message, also one that must not reach the broker's disk.
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit && context.GetRequiredService<MessageBusSettings>().QuorumQueues)
        {
            rabbit.SetQuorumQueue();
        }

        endpoint.KeepUnknownMessages();
        endpoint.UseMessageRetry(retry => retry.Intervals(DurableRetries));
        EndpointGuards.OfWork(endpoint, context);
    }

    /// <summary>As the service that was asked has told it.</summary>
    private static bool IsOfStore(ExceptionInfo fault) =>
        fault.ExceptionType == typeof(StoreUnavailableException).FullName || (fault.InnerException is { } inner && IsOfStore(inner));

    private static void ConfigureJson(IBusFactoryConfigurator bus) =>
        bus.ConfigureJsonSerializerOptions(options =>
        {
            // Nobody reads the wire: blanks and comments would be written, carried and read for each message.
            options.WriteIndented = false;
            options.ReadCommentHandling = JsonCommentHandling.Disallow;
            options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper));
            return options;
        });
}
