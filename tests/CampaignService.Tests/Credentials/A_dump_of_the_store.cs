using System.Text;
using Contracts.Connections;

namespace CampaignService.Tests.Credentials;

public sealed class A_dump_of_the_store
{
    private const string Token = "found-nowhere-7c1e5a90";

    [Fact]
    public async Task Holds_no_credential_that_was_stored_replaced_or_refused()
    {
        var folder = Directory.CreateTempSubdirectory("dump-");
        try
        {
            var owner = RunningCampaignService.Someone();
            await using (var service = await RunningCampaignService.Over(folder.FullName, ("Credentials:Keys:0", RunningCampaignService.NewKey("first"))))
            {
                for (var n = 0; n < 20; n++)
                {
                    (await service.Connect(owner, $"a-{n % 5}", new { token = $"{Token}-{n}" })).Code.ShouldBeNull();
                }

                (await service.Connect(owner, "a-9", new { token = $"{Token} with a blank" })).Code.ShouldNotBeNull();
                await service.Ask<DisconnectAccount, AccountDisconnected>(new DisconnectAccount(owner, RunningCampaignService.Http, "a-1", RunningCampaignService.User()));
            }

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

    /// <summary>As it is, in hexadecimal, and in base64 of the JSON that was given.</summary>
    private static string[] Forms =>
        [Token, Convert.ToHexString(Encoding.UTF8.GetBytes(Token)), Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"token\":\"{Token}"))[..36]];
}
