using Contracts;
using Contracts.Audit;
using Contracts.Stages;
using Testing;

namespace LiveService.Tests.Stages;

public sealed class Managing_stages : LiveServiceTest
{
    private readonly Caller anOperator = Some.Operator();

    [Fact]
    public async Task A_command_that_comes_again_makes_no_second_stage()
    {
        var command = new CreateStage(Guid.NewGuid(), new StageTerms("Main stage", "All day"), anOperator);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Service.Ask<CreateStage, StageDetails>(command)));

        answers.Select(answer => answer.Reply).Distinct().ShouldHaveSingleItem().ShouldNotBeNull()
            .ShouldBe(new StageDetails(command.StageId, "Main stage", "All day", StageStatus.Open, anOperator.UserId, answers[0].Reply!.CreatedAt, null));
        (await List(null)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_its_rules_refuse_is_not_stored()
    {
        (await Service.Ask<CreateStage, StageDetails>(new CreateStage(Guid.NewGuid(), new StageTerms(new string('n', 101), new string('d', 1001)), anOperator)))
            .Refused!.Errors!.Keys.ShouldBe(["name", "description"]);

        (await List(null)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_field_that_is_given_changes_and_another_stays()
    {
        var id = await Service.HasStage();
        await Change(id, description: "All night");

        (await Change(id, name: "Second stage")).Reply.ShouldNotBeNull().Name.ShouldBe("Second stage");
        (await Get(id)).Reply!.Description.ShouldBe("All night");
        (await Change(id, cleared: "description")).Reply!.Description.ShouldBeNull();
        (await Change(id, cleared: "name")).Code.ShouldBe(Codes.ValidationFailed);
    }

    [Fact]
    public async Task One_that_is_closed_stays_as_it_is()
    {
        var id = await Service.HasStage();

        var closed = await Close(id);

        closed.Reply!.Status.ShouldBe(StageStatus.Closed);
        closed.Reply.ClosedAt.ShouldNotBeNull();
        Service.Time.Advance(TimeSpan.FromMinutes(1));
        (await Close(id)).Reply.ShouldBe(closed.Reply);
        (await Change(id, name: "Another")).Code.ShouldBe(Codes.StageClosed);
    }

    [Fact]
    public async Task A_list_is_of_one_status_and_the_newest_is_first()
    {
        var first = await Service.HasStage();
        var second = await Service.HasStage();
        var third = await Service.HasStage();
        await Close(second);

        (await List(null)).ShouldBe([third, second, first]);
        (await List(StageStatus.Open)).ShouldBe([third, first]);
        (await List(StageStatus.Closed)).ShouldBe([second]);
    }

    [Fact]
    public async Task None_is_found_under_an_id_of_none()
    {
        var id = Guid.NewGuid();

        (await Get(id)).Code.ShouldBe(Codes.NotFound);
        (await Change(id, name: "n")).Code.ShouldBe(Codes.NotFound);
        (await Close(id)).Code.ShouldBe(Codes.NotFound);
    }

    [Fact]
    public async Task Each_change_is_audited_once()
    {
        var id = await Service.HasStage();
        await Change(id, name: "Second stage");
        await Change(id, name: "Second stage");
        await Close(id);
        await Close(id);

        await Wait.Until(() => Service.Heard<ChangeRecorded>().Count >= 3, "the entries");
        Service.Heard<ChangeRecorded>().Select(entry => entry.Action).Order().ShouldBe(["stage.closed", "stage.created", "stage.updated"]);
        Service.Heard<ChangeRecorded>().ShouldAllBe(entry => entry.Target == $"stage:{id}");
        Service.Heard<ChangeRecorded>().Single(entry => entry.Action == "stage.updated").After!["name"].GetString().ShouldBe("Second stage");
    }

    private Task<Answer<StageDetails>> Get(Guid id) => Service.Ask<GetStage, StageDetails>(new GetStage(id));

    private Task<Answer<StageDetails>> Close(Guid id) => Service.Ask<CloseStage, StageDetails>(new CloseStage(id, anOperator));

    private Task<Answer<StageDetails>> Change(Guid id, string? name = null, string? description = null, params string[] cleared) =>
        Service.Ask<ChangeStage, StageDetails>(new ChangeStage(id, name, description, cleared, anOperator));

    private async Task<IEnumerable<Guid>> List(StageStatus? status) =>
        (await Service.Ask<ListStages, StageList>(new ListStages(status, 20, null))).Reply!.Items.Select(stage => stage.Id);
}
