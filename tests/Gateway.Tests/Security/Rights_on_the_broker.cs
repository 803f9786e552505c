using System.Text.Json;
using System.Text.RegularExpressions;
using Contracts.Connections;
using Contracts.Rooms;
using Contracts.Stages;
using Contracts.Teams;
using Contracts.Viewing;
using Gateway.Tests.Hosting;
using Testing.Processes;

namespace Gateway.Tests.Security;

/// <summary>What <c>deploy/rabbitmq</c> lets the Gateway's user do; <c>Flow.Tests</c> runs under it.</summary>
public sealed class Rights_on_the_broker
{
    [Theory]
    [InlineData("configure")]
    [InlineData("write")]
    public void Are_to_send_what_the_Gateway_asks_of_services_and_nothing_that_a_service_tells(string right)
    {
        var allowed = Pattern(right);

        FakeServices.Messages.Where(message => !allowed.IsMatch(Exchange(message))).ShouldBeEmpty();
        new[] { typeof(StageClosed), typeof(StageTokenRevoked), typeof(RecordWatchTime), typeof(StageWatched), typeof(RecordRoomStay), typeof(RoomsChanged), typeof(LeaveTeams), typeof(TeamDeleted), typeof(AccountDisconnected), typeof(OwnerStored), typeof(RewrapCredentials) }
            .Where(message => allowed.IsMatch(Exchange(message))).ShouldBeEmpty();
    }

    private static string Exchange(Type message) => $"{message.Namespace}:{message.Name}";

    private static Regex Pattern(string right)
    {
        using var definitions = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/rabbitmq/definitions.json")));
        var gateway = definitions.RootElement.GetProperty("permissions").EnumerateArray().Single(user => user.GetProperty("user").GetString() == "gateway");
        return new Regex(gateway.GetProperty(right).GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1));
    }
}
