using LiveService.Hubs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveService.Tests.Hubs;

public sealed class Work_for_many_connections
{
    [Fact]
    public async Task Is_done_for_all_but_the_one_for_which_it_fails()
    {
        using var work = new Work();

        await work.Run();

        work.Done.Order().ShouldBe(Enumerable.Range(1, 999));
    }

    private sealed class Work() : Repeated(TimeSpan.FromDays(1), TimeProvider.System, NullLogger.Instance)
    {
        public System.Collections.Concurrent.ConcurrentQueue<int> Done { get; } = new();

        public Task Run() => Do(CancellationToken.None);

        protected override Task Do(CancellationToken cancellationToken) => Each(
            Enumerable.Range(0, 1000),
            (item, _) =>
            {
                ArgumentOutOfRangeException.ThrowIfZero(item);
                Done.Enqueue(item);
                return Task.CompletedTask;
            },
            cancellationToken);
    }
}
