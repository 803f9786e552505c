using Contracts;
using Contracts.Requests;
using Documents;
using EventService.Requests;
using EventService.Terms;

namespace EventService.Tests.Reports;

/// <summary>What was granted cannot be added up without what it was worth.</summary>
public sealed class Requests_of_lost_terms
{
    [Fact]
    public async Task Are_left_out_after_an_hour_until_they_change_or_their_report_is_rebuilt()
    {
        await using var opened = await OpenReports.Create();
        var counter = opened.Counter();
        var e = Some.Event(rewards: [Some.Points]);
        var (revoked, granted) = (await Fulfilled("revoked"), await Fulfilled("granted"));
        var terms = (await opened.Terms.Get(granted.TermsId!))!;
        await opened.Terms.Delete(terms);

        // However long nobody has counted: the hour begins when they are missed.
        opened.Time.Advance(TimeSpan.FromHours(2));
        await opened.CountAll(counter);
        (await Uncounted()).ShouldBe(2);

        opened.Time.Advance(TimeSpan.FromHours(1));
        await opened.CountAll(counter);
        (await Uncounted()).ShouldBe(0);

        await opened.Requests.Change(revoked.Id, request => Moved(() => request.Revoke(Actor.System, "a mistake", opened.Time.GetUtcNow())));
        (await Uncounted()).ShouldBe(1);
        await opened.CountAll(counter);
        (await Counted()).ShouldBe((0, 1));

        await opened.Terms.Insert(new RewardTermsDocument { Id = terms.Id, Content = terms.Content });
        await opened.CountAll(counter);
        (await Counted()).ShouldBe((0, 1));

        await opened.Reports.Change(e.Id, report => report.BeginRebuild("user", opened.Time.GetUtcNow()));
        await opened.CountAll(counter);
        (await Counted()).ShouldBe((1, 1));
        (await opened.Reported(e)).ShouldBe(await opened.Naive(e));
        (await Uncounted()).ShouldBe(0);

        async Task<RewardRequest> Fulfilled(string slot) => (await opened.Requests.Change((await opened.Request(e, Guid.NewGuid(), slot)).Id, stored => Moved(() =>
        {
            stored.MoveTo(RequestStatus.Approved, Actor.System, null, opened.Time.GetUtcNow());
            stored.Conclude(RequestStatus.Fulfilled, null, opened.Time.GetUtcNow());
        })))!;

        static bool Moved(Action move)
        {
            move();
            return true;
        }

        async Task<long> Uncounted() => await opened.Requests.Count(new Query<RewardRequest>().OrderBy(r => r.UncountedSince).Until(opened.Time.GetUtcNow().AddSeconds(1)));

        async Task<(long Fulfilled, long Revoked)> Counted()
        {
            var tally = (await opened.Reports.Get(e.Id))!.Tally.ByStatus;
            return (tally.GetValueOrDefault(RequestStatus.Fulfilled), tally.GetValueOrDefault(RequestStatus.Revoked));
        }
    }
}
