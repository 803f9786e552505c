using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MassTransit;
using Testing;

namespace Contracts.Tests;

public sealed class Correlation : IAsyncLifetime, IPublishObserver
{
    private static readonly Guid EventId = Guid.NewGuid();
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) } };

    private readonly ConcurrentDictionary<Type, Guid?> published = [];
    private readonly BusUnderTest host = new();

    public static TheoryData<Type> AboutARequest =>
        [.. Message.Records.Where(type => type.GetProperty("RequestId")?.PropertyType == typeof(Guid))];

    [Theory]
    [MemberData(nameof(AboutARequest))]
    public async Task A_message_about_a_request_has_the_request_s_id_and_never_the_event_s(Type type)
    {
        var message = Of(type, out var requestId);

        await host.Bus.Publish(message, type);

        published[type].ShouldBe(requestId);
        published[type].ShouldNotBe(EventId);
    }

    public Task InitializeAsync()
    {
        host.Bus.ConnectPublishObserver(this);
        return host.Start();
    }

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    Task IPublishObserver.PrePublish<T>(PublishContext<T> context) => Task.CompletedTask;

    Task IPublishObserver.PostPublish<T>(PublishContext<T> context)
    {
        published[typeof(T)] = context.CorrelationId;
        return Task.CompletedTask;
    }

    Task IPublishObserver.PublishFault<T>(PublishContext<T> context, Exception exception) => Task.CompletedTask;

    private static object Of(Type type, out Guid requestId)
    {
        var json = (JsonObject)Sample.Of(type);
        requestId = Guid.NewGuid();
        json["requestId"] = requestId;
        if (json.ContainsKey("eventId"))
        {
            json["eventId"] = EventId;
        }

        return json.Deserialize(type, Json)!;
    }

    private sealed class BusUnderTest() : ServiceUnderTest(_ => { }, _ => { })
    {
        public Task Start() => App.StartAsync();
    }
}
