using System.Collections.Concurrent;
using System.Text;
using Contracts.Connections;
using MassTransit;

namespace CampaignService.Tests.Credentials;

public sealed class A_dump_of_the_store
{
    private const string Token = "found-nowhere-7c1e5a90";

    [Fact]
    public async Task Holds_no_credential_that_was_stored_replaced_or_refused_and_neither_does_any_message()
    {
        var (folder, sent) = (Directory.CreateTempSubdirectory("dump-"), new Bodies());
        try
        {
            var owner = RunningCampaignService.Someone();
            await using (var service = await RunningCampaignService.Over(folder.FullName, ("Credentials:Keys:0", RunningCampaignService.NewKey("first"))))
            {
                service.Bus.ConnectReceiveObserver(sent);
                for (var n = 0; n < 20; n++)
                {
                    (await service.Connect(owner, $"a-{n % 5}", new { token = $"{Token}-{n}" })).Code.ShouldBeNull();
                }

                (await service.Connect(owner, "a-9", new { token = $"{Token} with a blank" })).Code.ShouldNotBeNull();
                await service.Ask<DisconnectAccount, AccountDisconnected>(new DisconnectAccount(owner, RunningCampaignService.Http, "a-1", RunningCampaignService.User()));
            }

            sent.All.ShouldContain(body => body.Contains("a-1", StringComparison.Ordinal), "the messages that brought them");
            sent.All.ShouldAllBe(body => !Forms.Any(form => body.Contains(form, StringComparison.OrdinalIgnoreCase)));
            var files = folder.GetFiles();
            files.ShouldNotBeEmpty();
            var all = files.Select(file => (file.Name, Text: Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName)))).ToList();
            all.ShouldContain(file => file.Text.Contains(owner.ToString(), StringComparison.Ordinal), "it is there that the accounts are");
            all.Where(file => Forms.Any(form => file.Text.Contains(form, StringComparison.OrdinalIgnoreCase))).Select(file => file.Name).ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Bodies : IReceiveObserver
    {
        private readonly ConcurrentQueue<string> all = [];

        public IReadOnlyList<string> All => [.. all];

        public Task PreReceive(ReceiveContext context)
        {
            all.Enqueue(Encoding.UTF8.GetString(context.Body.GetBytes()));
            return Task.CompletedTask;
        }

        public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class => Task.CompletedTask;

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }

    /// <summary>As it is, in hexadecimal, and in base64 of the JSON that was given.</summary>
    private static string[] Forms =>
        [Token, Convert.ToHexString(Encoding.UTF8.GetBytes(Token)), Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"token\":\"{Token}"))[..36]];
}
