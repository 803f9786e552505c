using EventService.Activities;
using Testing.Stores;

namespace EventService.Tests.Activities;

/// <summary>What evaluation counts is what reading every activity counts, whatever was folded when, by whom, and how it ended.</summary>
public sealed class Folding_activities
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task At_any_moment_the_tallies_are_those_of_a_naive_scan(int seed)
    {
        await using var opened = await OpenActivities.Create();
        var scenario = new Scenario(seed);
        for (var step = 0; step < 25; step++)
        {
            if (scenario.Next(3) == 0)
            {
                await new ActivityFolding(opened.Store).Fold(scenario.Owner, default);
            }
            else
            {
                var batch = scenario.Batch();
                await opened.Recorder(opened.Store).Record(batch, default);
                scenario.Answered(batch);
            }

            await scenario.Check(opened.Store);
        }

        (await opened.Store.Head(scenario.Owner, default)).Folded.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_crash_between_any_two_saves_loses_and_doubles_nothing(int seed)
    {
        await using var opened = await OpenActivities.Create();
        var scenario = new Scenario(1000 + seed);
        var crashes = 0;
        for (var step = 0; step < 30; step++)
        {
            var batch = scenario.Batch();
            var dying = opened.StoreUntil(new Crash(scenario.Next(step % 2 == 0 ? 12 : 60), scenario.Next(2) == 0));
            try
            {
                if (step % 2 == 0)
                {
                    await new ActivityFolding(dying).Fold(scenario.Owner, default);
                }
                else
                {
                    await opened.Recorder(dying).Record(batch, default);
                }
            }
            catch (CrashException)
            {
                crashes++;
            }

            if (step % 2 == 1)
            {
                // The sender got no answer, or may not trust it: it sends the batch again.
                await opened.Recorder(opened.Store).Record(batch, default);
                scenario.Answered(batch);
            }

            await scenario.Check(opened.Store);
        }

        crashes.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task While_many_record_and_fold_at_once_nothing_is_lost_or_doubled()
    {
        await using var opened = await OpenActivities.Create();
        var scenario = new Scenario(77);
        var batches = Enumerable.Range(0, 80).Select(_ => scenario.Batch()).ToList();
        using var stopping = new CancellationTokenSource();
        var folders = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!stopping.IsCancellationRequested)
            {
                await new ActivityFolding(opened.Store).Fold(scenario.Owner, default);
            }
        })).ToList();

        var accepted = 0;
        await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (batch, _) =>
            Interlocked.Add(ref accepted, (await opened.Recorder(opened.Store).Record(batch, default)).Accepted));
        await stopping.CancelAsync();
        await Task.WhenAll(folders);

        batches.ForEach(scenario.Answered);
        accepted.ShouldBe(batches.SelectMany(batch => batch).Select(activity => activity.Key).Distinct().Count());
        await scenario.Check(opened.Store);
        (await opened.Store.Head(scenario.Owner, default)).Folded.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Whoever_records_into_an_epoch_that_was_folded_meanwhile_counts_in_a_later_one()
    {
        await using var opened = await OpenActivities.Create();
        var scenario = new Scenario(5);
        var (early, late) = (scenario.Batch(), scenario.Batch());
        await opened.Recorder(opened.Store).Record(early, default);
        await new ActivityFolding(opened.Store).Fold(scenario.Owner, default);

        // As if its recorder had looked at the head before the fold, and died after the insert.
        foreach (var activity in late)
        {
            await opened.Store.Activities.Insert(ActivityDocument.Of(activity, 1, activity.OccurredAt));
        }

        var again = await opened.Recorder(opened.Store).Record(late, default);

        again.Accepted.ShouldBe(0);
        again.Duplicates.ShouldBe(late.Count);
        scenario.Answered([.. early, .. late]);
        await scenario.Check(opened.Store);
        (await opened.Store.Behind(scenario.Owner, 1, default)).Count.ShouldBe(late.Count);
    }
}
