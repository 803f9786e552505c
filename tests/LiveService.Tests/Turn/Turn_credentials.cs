using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Contracts;
using Contracts.Turn;
using Hosting.Configuration;
using LiveService.Turn;
using Microsoft.Extensions.Configuration;

namespace LiveService.Tests.Turn;

public sealed class Turn_credentials : IAsyncLifetime
{
    private const string First = "the-first-secret-of-these-tests-6d1f";
    private const string Second = "the-second-secret-of-these-tests-1c9b";

    private readonly Caller user = RunningLiveService.User();
    private RunningLiveService service = null!;

    public async Task InitializeAsync() => service = await RunningLiveService.Start(
        ("Turn:Secrets:0", First), ("Turn:Secrets:1", Second), ("Turn:Uris:0", "turn:127.0.0.1:3478"), ("Turn:Uris:1", "turns:127.0.0.1:5349"), ("Turn:MaxSessions", "2"));

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task They_are_signed_by_the_first_secret_for_an_hour()
    {
        var issued = (await Issue(user)).Reply!;

        var parts = issued.Username.Split(':');
        parts[1..].ShouldBe([user.UserId.ToString()]);
        (DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0])) - service.Time.GetUtcNow()).TotalSeconds.ShouldBeInRange(3590, 3600);
        issued.Credential.ShouldBe(Sign(First, issued.Username));
        issued.Ttl.ShouldBe(3600);
        issued.Uris.ShouldBe(["turn:127.0.0.1:3478", "turns:127.0.0.1:5349"]);
    }

    [Fact]
    public async Task A_user_has_as_many_as_are_allowed_until_they_expire()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Issue(user)));

        answers.Count(answer => answer.Reply is not null).ShouldBe(2);
        answers.Where(answer => answer.Reply is null).ShouldAllBe(answer => answer.Code == Codes.TurnSessionsExceeded);
        (await Issue(RunningLiveService.User())).Reply.ShouldNotBeNull();
        service.Time.Advance(TimeSpan.FromHours(1));
        (await Issue(user)).Reply.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_command_that_is_delivered_again_takes_no_second_place()
    {
        var command = Guid.NewGuid();
        foreach (var delivery in new[] { command, command, command, Guid.NewGuid() })
        {
            (await service.Ask<IssueTurnCredentials, TurnCredentials>(new IssueTurnCredentials(null, user), delivery)).Reply.ShouldNotBeNull();
        }

        (await Issue(user)).Code.ShouldBe(Codes.TurnSessionsExceeded);
    }

    [Fact]
    public async Task What_any_secret_has_signed_holds_until_it_expires()
    {
        var username = (await Issue(user)).Reply!.Username;
        var room = Guid.NewGuid();

        (await Verify(username, Sign(First, username))).UserId.ShouldBe(user.UserId);
        var older = await Verify($"{username}:{room}", Sign(Second, $"{username}:{room}"));
        (older.Valid, older.UserId, older.RoomId, older.ExpiresAt!.Value.ToUnixTimeSeconds().ToString()).ShouldBe((true, user.UserId, room, username.Split(':')[0]));
        service.Time.Advance(TimeSpan.FromHours(1));
        (await Verify(username, Sign(First, username))).ShouldBe(new TurnCredentialsVerified(false, null, null, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task What_no_secret_has_signed_does_not_hold(string credential) =>
        (await Verify($"{DateTimeOffset.MaxValue.ToUnixTimeSeconds()}:{user.UserId}", credential)).Valid.ShouldBeFalse();

    [Fact]
    public async Task Another_s_credential_does_not_hold()
    {
        var issued = (await Issue(user)).Reply!;

        (await Verify(issued.Username.Replace(user.UserId.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal), issued.Credential)).Valid.ShouldBeFalse();
    }

    [Fact]
    public async Task Those_of_a_server_name_it_and_no_user()
    {
        var issued = (await service.Ask<IssueServerCredentials, TurnCredentials>(new IssueServerCredentials("janus"))).Reply!;

        issued.Username.ShouldEndWith(":janus");
        var verified = await Verify(issued.Username, issued.Credential);
        (verified.Valid, verified.UserId).ShouldBe((true, null));
        (await service.Ask<IssueServerCredentials, TurnCredentials>(new IssueServerCredentials(null))).Reply!.Username.ShouldNotContain(":");
        (await service.Ask<IssueServerCredentials, TurnCredentials>(new IssueServerCredentials("a:b"))).Refused!.Errors!.Keys.ShouldBe(["username"]);
    }

    [Fact]
    public async Task A_room_that_nobody_sees_is_not_there() =>
        (await service.Ask<IssueTurnCredentials, TurnCredentials>(new IssueTurnCredentials(Guid.NewGuid(), user))).Code.ShouldBe(Codes.NotFound);

    [Fact]
    public async Task Without_a_TURN_server_there_are_none()
    {
        await using var bare = await RunningLiveService.Start();

        (await bare.Ask<IssueTurnCredentials, TurnCredentials>(new IssueTurnCredentials(null, user))).Code.ShouldBe(Codes.TurnNotConfigured);
        (await bare.Ask<IssueServerCredentials, TurnCredentials>(new IssueServerCredentials(null))).Code.ShouldBe(Codes.TurnNotConfigured);
        (await bare.Ask<VerifyTurnCredentials, TurnCredentialsVerified>(new VerifyTurnCredentials("u", "c"))).Code.ShouldBe(Codes.TurnNotConfigured);
    }

    [Theory]
    [InlineData("Turn__Uris__0", "Turn:Secrets:0", First)]
    [InlineData("Turn__Secrets__0", "Turn:Uris:0", "turn:127.0.0.1")]
    [InlineData("Turn__Secrets__0", "Turn:Secrets:0", "change-me")]
    [InlineData("Turn__Secrets__0", "Turn:Secrets:0", "a-secret-with-less-than-32-byte")]
    [InlineData("Turn__MaxSessions", "Turn:MaxSessions", "0")]
    public void A_wrong_setting_stops_the_host_with_its_name(string named, string key, string value) =>
        Should.Throw<ConfigurationException>(() => TurnSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build())).Message.ShouldContain(named);

    [SuppressMessage("Security", "CA5350", Justification = "The TURN REST API is defined over HMAC-SHA1.")]
    internal static string Sign(string secret, string username) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username)));

    private Task<Answer<TurnCredentials>> Issue(Caller caller) => service.Ask<IssueTurnCredentials, TurnCredentials>(new IssueTurnCredentials(null, caller));

    private async Task<TurnCredentialsVerified> Verify(string username, string credential) =>
        (await service.Ask<VerifyTurnCredentials, TurnCredentialsVerified>(new VerifyTurnCredentials(username, credential))).Reply!;
}
