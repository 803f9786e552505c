using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Questions;

public sealed class An_answer_that_comes_too_late
{
    /// <summary>A service's user has no right to a queue for it: the refusal would close the channel of all other answers.</summary>
    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Is_dropped_and_makes_no_queue()
    {
        await using var broker = await new RabbitMqServer().Started();
        await using var host = await new TestHost(
            new() { ["Transport"] = "rabbitmq", ["ConnectionStrings:RabbitMq"] = broker.ConnectionString },
            builder => builder.Services.AddSingleton(new TaskCompletionSource()),
            bus: bus => bus.ForService("test").AddRequestConsumer<SlowConsumer>()).Start();
        var bus = host.Services.GetRequiredService<IBus>();

        await Should.ThrowAsync<RequestTimeoutException>(() => Ask(TimeSpan.FromSeconds(2)));
        host.Services.GetRequiredService<TaskCompletionSource>().SetResult();
        await Ask(TimeSpan.FromSeconds(30));

        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Should.ThrowAsync<OperationInterruptedException>(() => channel.QueueDeclarePassiveAsync($"{bus.Address.AbsolutePath.Split('/')[^1]}_skipped"));

        Task Ask(TimeSpan patience) => bus.CreateRequestClient<Question>(patience).GetResponse<Answer>(new Question());
    }

    public sealed record Question;

    public sealed record Answer;

    internal sealed class SlowConsumer(TaskCompletionSource may) : IConsumer<Question>
    {
        public async Task Consume(ConsumeContext<Question> context)
        {
            await may.Task;
            await context.RespondAsync(new Answer());
        }
    }
}
