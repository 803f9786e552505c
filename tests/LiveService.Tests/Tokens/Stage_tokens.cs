using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Contracts;
using Contracts.Stages;
using LiveService.Tokens;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Testing;

namespace LiveService.Tests.Tokens;

public sealed class Stage_tokens : LiveServiceTest
{
    private readonly Caller user = RunningLiveService.User();

    [Fact]
    public async Task One_opens_its_own_stage_to_its_own_user_alone()
    {
        var (stage, another) = (await Service.HasStage(), await Service.HasStage());
        var token = (await Service.HasToken(stage, user)).Token;

        (await Service.Join(another, token, user)).Code.ShouldBe(Codes.InvalidStageToken);
        (await Service.Join(stage, token, RunningLiveService.User())).Code.ShouldBe(Codes.InvalidStageToken);
        (await Service.Join(Guid.NewGuid(), token, user)).Code.ShouldBe(Codes.InvalidStageToken);
        (await Service.Join(stage, token, user)).Reply.ShouldNotBeNull();
    }

    [Fact]
    public async Task One_that_has_expired_opens_nothing()
    {
        var stage = await Service.HasStage();
        var token = await Service.HasToken(stage, user, RunningLiveService.Subscribe with { DurationMinutes = 1 });
        Service.Time.Advance(TimeSpan.FromSeconds(60));

        (await Service.Join(stage, token.Token, user)).Code.ShouldBe(Codes.InvalidStageToken);
    }

    [Fact]
    public async Task One_that_is_revoked_opens_nothing_any_more()
    {
        var stage = await Service.HasStage();
        var token = await Service.HasToken(stage, user);

        (await Revoke(stage, token.ParticipantId, RunningLiveService.User())).Code.ShouldBe(Codes.NotFound);
        (await Revoke(Guid.NewGuid(), token.ParticipantId, user)).Code.ShouldBe(Codes.NotFound);
        (await Revoke(stage, token.ParticipantId, user)).Reply.ShouldNotBeNull();
        (await Revoke(stage, token.ParticipantId, Some.Operator())).Reply.ShouldNotBeNull();

        (await Service.Join(stage, token.Token, user)).Code.ShouldBe(Codes.InvalidStageToken);
    }

    /// <summary>Whatever of these an attacker has, even a token that this platform signed with the same secret.</summary>
    [Fact]
    public async Task What_is_signed_as_another_kind_of_token_opens_nothing()
    {
        var stage = await Service.HasStage();
        var issued = await Service.HasToken(stage, user);
        var ours = LiveTokenKeys.From(Settings()).For(StageTokens.Purpose);

        foreach (var (key, type, audience) in new[]
        {
            (Encoding.UTF8.GetBytes(RunningLiveService.Secret), "stage+jwt", "messaging-stage"),
            (ours, "JWT", "messaging-stage"),
            (ours, "stage+jwt", "messaging-api"),
            (ours, "room+jwt", "messaging-stage"),
        })
        {
            (await Service.Join(stage, Forged(key, type, audience, stage, issued.ParticipantId), user)).Code.ShouldBe(Codes.InvalidStageToken, $"{type} {audience}");
        }

        var parts = issued.Token.Split('.');
        var none = Base64Url.EncodeToString("""{"alg":"none","typ":"stage+jwt"}"""u8);
        foreach (var text in new[] { "", "x", "a.b.c", $"{none}.{parts[1]}.", new string('a', 5000), $"{parts[0]}.{parts[1]}.{parts[2][..^4]}AAAA" })
        {
            (await Service.Join(stage, text, user)).Code.ShouldBe(Codes.InvalidStageToken, text);
        }

        (await Service.Join(stage, Forged(ours, "stage+jwt", "messaging-stage", stage, issued.ParticipantId), user)).Reply.ShouldNotBeNull("The forger of this test knows how.");
    }

    [Fact]
    public async Task One_to_publish_is_for_an_operator()
    {
        var stage = await Service.HasStage();

        (await Issue(stage, RunningLiveService.Publish, user)).Code.ShouldBe(Codes.Forbidden);
        (await Issue(stage, RunningLiveService.Publish, Some.Operator())).Reply!.Capabilities.ShouldBe([StageCapability.Publish, StageCapability.Subscribe]);
    }

    [Fact]
    public async Task None_is_issued_against_the_rules()
    {
        var stage = await Service.HasStage();

        (await Issue(Guid.NewGuid(), RunningLiveService.Subscribe, user)).Code.ShouldBe(Codes.NotFound);
        (await Issue(stage, new StageTokenTerms([StageCapability.Publish]), Some.Operator())).Refused!.Errors!.Keys.ShouldBe(["capabilities"]);
        (await Issue(stage, new StageTokenTerms([], 1441, new Dictionary<string, string> { ["seat"] = new('é', 511) }), user))
            .Refused!.Errors!.Keys.ShouldBe(["capabilities", "durationMinutes", "attributes"]);
        await Service.Ask<CloseStage, StageDetails>(new CloseStage(stage, Some.Operator()));
        (await Issue(stage, RunningLiveService.Subscribe, user)).Code.ShouldBe(Codes.StageClosed);
    }

    [Fact]
    public async Task It_carries_what_it_was_asked_to_and_its_record_holds_no_token()
    {
        var stage = await Service.HasStage();
        var token = await Service.HasToken(stage, user, RunningLiveService.Subscribe with { Attributes = new Dictionary<string, string> { ["seat"] = "A 7" } });
        await Revoke(stage, token.ParticipantId, user);

        JsonDocument.Parse(Base64Url.DecodeFromChars(token.Token.Split('.')[1])).RootElement.GetProperty("attributes").GetProperty("seat").GetString().ShouldBe("A 7");
        var record = (await Service.Ask<ListStageTokens, StageTokenList>(new ListStageTokens(stage, 20, null))).Reply!.Items.ShouldHaveSingleItem();
        (record.ParticipantId, record.UserId, record.ExpiresAt).ShouldBe((token.ParticipantId, user.UserId, token.ExpiresAt));
        record.RevokedAt.ShouldNotBeNull();
        JsonSerializer.Serialize(record).ShouldNotContain(token.Token.Split('.')[2]);
    }

    /// <summary>512 names of two characters that JSON escapes by six each.</summary>
    [Fact]
    public async Task It_opens_its_stage_with_the_most_attributes_that_are_allowed()
    {
        var stage = await Service.HasStage();
        var names =
            from first in Enumerable.Range(1, 27).Except(Enumerable.Range(9, 5))
            from second in Enumerable.Range(1, 27)
            select $"{(char)first}{(char)second}";
        var attributes = names.Take(512).ToDictionary(name => name, _ => "");

        var token = await Service.HasToken(stage, user, RunningLiveService.Subscribe with { Attributes = attributes });

        (await Service.Join(stage, token.Token, user)).Reply.ShouldNotBeNull($"a token of {token.Token.Length} characters");
    }

    [Fact]
    public async Task Those_of_a_deleted_account_are_revoked_unless_they_have_expired()
    {
        var stage = await Service.HasStage();
        var expired = await Service.HasToken(stage, user, RunningLiveService.Subscribe with { DurationMinutes = 1 });
        var session = (await Service.Join(stage, expired.Token, user)).Reply!.Session;
        Service.Time.Advance(TimeSpan.FromSeconds(40));
        await Service.Heartbeat(session);
        Service.Time.Advance(TimeSpan.FromSeconds(30));
        (await Service.Heartbeat(session)).Reply.ShouldNotBeNull();
        await Service.HasToken(stage, user);

        await Service.Bus.Publish(new Contracts.Users.UserDeleted(user.UserId));

        await Wait.Until(async () => (await Service.Sessions(stage)).Single().LeftAt is not null, "its session to end", TimeSpan.FromSeconds(20));
        (await Service.Ask<ListStageTokens, StageTokenList>(new ListStageTokens(stage, 2, null))).Reply!.Items.Select(token => token.RevokedAt is null).ShouldBe([false, true]);
        (await Service.Heartbeat(session)).Code.ShouldBe(Codes.SessionEnded);
    }

    [Fact]
    public async Task Those_of_a_deleted_account_are_revoked()
    {
        var stage = await Service.HasStage();
        var session = await Service.HasSession(stage, user);

        await Service.Bus.Publish(new Contracts.Users.UserDeleted(user.UserId));

        await Wait.Until(
            async () => (await Service.Ask<ListStageTokens, StageTokenList>(new ListStageTokens(stage, 1, null))).Reply!.Items[0].RevokedAt is not null
                && (await Service.Sessions(stage)).Single().LeftAt is not null,
            "the token to be revoked and its session to end",
            TimeSpan.FromSeconds(30));
        (await Service.Heartbeat(session)).Code.ShouldBe(Codes.SessionEnded);
    }

    private static IConfiguration Settings() =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Jwt:Secret", RunningLiveService.Secret)]).Build();

    private Task<Answer<StageTokenIssued>> Issue(Guid stage, StageTokenTerms terms, Caller caller) =>
        Service.Ask<IssueStageToken, StageTokenIssued>(new IssueStageToken(Guid.NewGuid(), stage, terms, caller));

    private Task<Answer<StageTokenRevoked>> Revoke(Guid stage, Guid participant, Caller caller) =>
        Service.Ask<RevokeStageToken, StageTokenRevoked>(new RevokeStageToken(stage, participant, caller));

    private string Forged(byte[] key, string type, string audience, Guid stage, Guid participant) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = "messaging-live",
            Audience = audience,
            Claims = new Dictionary<string, object> { ["sub"] = user.UserId.ToString(), ["stage"] = stage.ToString(), ["jti"] = participant.ToString() },
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
        });
}
