using System.Collections.Concurrent;
using Bus;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Wallets;
using Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Fulfilment;

/// <summary>As in Platform: documents on disk, and outboxes that are sent by themselves.</summary>
public sealed class On_SQLite : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reward-worker-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Many_requests_are_fulfilled_and_outlive_a_restart()
    {
        var world = new World();
        var requests = Enumerable.Range(0, 300).Select(_ => Some.Request(ApprovalMode.Auto, Some.Points(7), Some.Badge())).ToList();
        await using (var app = await Start(world))
        {
            var bus = app.Services.GetRequiredService<IBus>();
            await Task.WhenAll(requests.Select(r => bus.Publish(r)));
            await world.Fulfilled(requests.Count);
            await app.StopAsync();
        }

        await using (var app = await Start(world))
        {
            var bus = app.Services.GetRequiredService<IBus>();
            await Task.WhenAll(requests.Select(r => bus.Publish(r)));
            foreach (var request in requests)
            {
                var wallet = await bus.CreateRequestClient<GetWallet>().GetResponse<WalletDetails>(new GetWallet(request.UserId));
                (wallet.Message.Points, wallet.Message.Badges.Count).ShouldBe((7, 1));
            }

            await app.StopAsync();
        }
    }

    private async Task<WebApplication> Start(World world)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("Transport", "embedded"), new("Storage:Provider", "sqlite"), new("Storage:Folder", folder), new("Jwt:Secret", RunningWorker.Secret)]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(world);
        builder.AddHosting();
        builder.AddRewardWorker();
        builder.AddMessageBus(bus =>
        {
            bus.AddRewardWorkerConsumers();
            bus.ForService("test").AddDurableConsumer<World.OutcomeConsumer>();
        });
        var app = builder.Build();

        // The library keeps the first host's loggers for whatever starts in the same flow.
        LogContext.ConfigureCurrentLogContext(app.Services.GetRequiredService<ILoggerFactory>());
        await app.StartAsync();
        return app;
    }

    /// <summary>EventService's part.</summary>
    private sealed class World
    {
        private readonly ConcurrentDictionary<Guid, byte> fulfilled = new();
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int expected = int.MaxValue;

        public Task Fulfilled(int count)
        {
            expected = count;
            Check();
            return all.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        private void Check()
        {
            if (fulfilled.Count >= expected)
            {
                all.TrySetResult();
            }
        }

        internal sealed class OutcomeConsumer(World world) : IConsumer<RewardRequestFulfilled>
        {
            public Task Consume(ConsumeContext<RewardRequestFulfilled> context)
            {
                world.fulfilled[context.Message.RequestId] = 0;
                world.Check();
                return Task.CompletedTask;
            }
        }
    }
}
