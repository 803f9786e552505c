using System.Collections.Concurrent;
using Documents.Engines;
using Documents.Tests.Articles;
using Testing.Stores;

namespace Documents.Tests;

/// <summary>Answers get lost, writes come late or never: several writers at once, each of whom only knows what he was told.</summary>
public abstract partial class DocumentStoreCompliance
{
    private const int Writers = 6;
    private const int Attempts = 60;

    private static readonly string[] Ids = ["one", "two", "three"];
    private static readonly string[] Slugs = ["red", "green"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_outcome_of_a_write_whose_answer_is_lost_is_never_guessed(int seed)
    {
        var chance = new Chance(seed);
        var unsure = await RestartOver(chance.Next);
        var attempts = new ConcurrentBag<Attempt>();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(new Random((seed * 100) + writer), writer, attempts))));
        chance.IsOver = true;
        await unsure.Arrive();

        Enum.GetValues<Mishap>().ShouldAllBe(mishap => unsure.Met(mishap) > 0);
        EachIsToldWhatHappenedOrNothing(attempts, unsure.Applied);
        var saved = unsure.Applied.Where(one => one.Result.IsSaved).Select(one => one.Write).ToLookup(write => write.Id);
        await database.Sweep(TimeSpan.Zero);
        await OutboxesAreEmpty();
        Transport.Sent.Select(message => message.Id).ToHashSet().ShouldBe(saved.SelectMany(of => of).SelectMany(write => write.Outbox).Select(message => message.Id), ignoreOrder: true);

        await IsStored(saved);
        await Restart();
        await IsStored(saved);
    }

    [Fact]
    public async Task A_message_whose_clearing_is_not_answered_is_cleared_all_the_same()
    {
        var mishaps = new Queue<Mishap>([Mishap.None, Mishap.NeverAsked]);
        await RestartOver(() => mishaps.TryDequeue(out var mishap) ? mishap : Mishap.None);

        await Saved("one", a => a.Raise(new ArticleChanged("one", 1)));
        await Testing.Wait.Until(() => Transport.Sent.Count > 0 && mishaps.Count == 0, "it is sent and its clearing fails");

        await Testing.Wait.Until(
            async () =>
            {
                await database.Sweep(TimeSpan.Zero);
                return (await Waiting()).Count == 0;
            },
            "the outbox is empty");
    }

    private async Task<UnsureEngine> RestartOver(Func<Mishap> next)
    {
        await database.DisposeAsync();
        engine = await CreateEngine();
        var unsure = new UnsureEngine(engine, next);
        database = Over(unsure);
        await database.Open();
        return unsure;
    }

    private async Task Write(Random random, int writer, ConcurrentBag<Attempt> attempts)
    {
        for (var number = 0; number < Attempts; number++)
        {
            var token = $"writer {writer}, attempt {number}";
            var id = Ids[random.Next(Ids.Length)];
            try
            {
                var article = random.Next(4) == 0 ? Draft(id) : Articles.Recent(id) ?? await Articles.Get(id) ?? Draft(id);
                article.Title = token;
                article.Slug = random.Next(3) == 0 ? Slugs[random.Next(Slugs.Length)] : null;
                article.Raise(new ArticleChanged(id, number));
                try
                {
                    attempts.Add(new Attempt(token, await (article.Version == 0 ? Articles.Insert(article) : Articles.Update(article))));
                }
                catch (StoreUnavailableException)
                {
                    attempts.Add(new Attempt(token, null));
                }
            }
            catch (StoreUnavailableException)
            {
                // It could not be read: nothing was tried.
            }
        }
    }

    private static void EachIsToldWhatHappenedOrNothing(IReadOnlyCollection<Attempt> attempts, IReadOnlyCollection<Applied> applied)
    {
        var happened = applied.ToLookup(one => Title(one.Write.Body), one => one.Result);
        foreach (var attempt in attempts)
        {
            var results = happened[attempt.Token].ToList();
            if (attempt.Told is { } told)
            {
                results.ShouldBe([told], attempt.Token);
            }
            else
            {
                results.Count.ShouldBeLessThanOrEqualTo(1, attempt.Token);
            }
        }

        attempts.Count(attempt => attempt.Told is null).ShouldBeGreaterThan(0);
        attempts.Select(attempt => attempt.Told?.Outcome).ShouldContain(WriteOutcome.Saved);
        attempts.Select(attempt => attempt.Told?.Outcome).ShouldContain(WriteOutcome.Stale);
    }

    /// <summary>Each version once, the last one stored, and nobody's memory holds what was not.</summary>
    private async Task IsStored(ILookup<string, DocumentWrite> saved)
    {
        foreach (var id in Ids)
        {
            var versions = saved[id].OrderBy(write => write.ExpectedVersion).ToList();
            versions.Select(write => write.ExpectedVersion).ShouldBe(Enumerable.Range(0, versions.Count).Select(version => (long)version), id);
            var stored = await Loaded(id);
            (stored.Version, stored.Title).ShouldBe((versions.Count, Title(versions[^1].Body)));
            if (Articles.Recent(id) is { } recent)
            {
                Title(versions[(int)recent.Version - 1].Body).ShouldBe(recent.Title);
            }
        }
    }

    /// <param name="Told">Null: nothing.</param>
    private sealed record Attempt(string Token, WriteResult? Told);

    /// <summary>One operation of four has a mishap.</summary>
    private sealed class Chance(int seed)
    {
        private readonly Random random = new(seed);

        public bool IsOver { get; set; }

        public Mishap Next()
        {
            lock (random)
            {
                return !IsOver && random.Next(4) == 0 ? (Mishap)random.Next(1, Enum.GetValues<Mishap>().Length) : Mishap.None;
            }
        }
    }
}
