using System.Text.Json;
using Documents.Engines;
using Documents.Outbox;
using Documents.Tests.Articles;
using FsCheck;
using FsCheck.Fluent;

namespace Documents.Tests;

public abstract partial class DocumentStoreCompliance
{
    private int runs;

    /// <summary>Random histories on few ids, values and times, so that they collide; each run in an owner's space of its own.</summary>
    [Fact]
    public async Task Any_history_leaves_what_a_simple_model_says()
    {
        Transport.IsDown = true;
        var histories = Arb.From(Gen.ArrayOf(ModelStep.Any), Shorter);
        await Task.Run(() => Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(50).WithEndSize(60),
            Prop.ForAll(histories, (ModelStep[] steps) => Compare(steps).GetAwaiter().GetResult())));

        static IEnumerable<ModelStep[]> Shorter(ModelStep[] steps) => steps.Select((_, i) => steps.Where((_, j) => j != i).ToArray());
    }

    private async Task<bool> Compare(ModelStep[] steps)
    {
        var model = new Model($"run{Interlocked.Increment(ref runs)}", Time.Now);
        foreach (var step in steps)
        {
            if (step.Kind == ModelStepKind.Query)
            {
                var query = model.Query(step);
                var found = await engine.Query(Article.Schema, query, CancellationToken.None);
                found.Select(f => (f.Id, f.Version)).ShouldBe(model.Answer(step, query));
            }
            else if (step.Kind == ModelStepKind.Clear)
            {
                await engine.Clear([model.Clear(step)], CancellationToken.None);
            }
            else
            {
                var write = model.Write(step);
                (await engine.Write([write], CancellationToken.None)).ShouldBe([model.Apply(write)]);
            }

            var stored = await engine.Get(Article.Schema, model.IdOf(step), CancellationToken.None);
            (stored?.Version, stored is null ? null : Title(stored.Body)).ShouldBe(model.State(step));
        }

        var pending = await engine.Pending(Article.Schema, Time.Now.AddDays(1), 10_000, CancellationToken.None);
        pending.Where(p => p.Id.StartsWith(model.Prefix, StringComparison.Ordinal))
            .ToDictionary(p => p.Id, p => string.Join(',', p.Messages.Select(m => m.Id)))
            .ShouldBe(model.Outboxes(), ignoreOrder: true);
        return true;
    }

    private static string Title(byte[] body) => JsonSerializer.Deserialize<Article>(body, DocumentJson.Options)!.Title;

    internal enum ModelStepKind
    {
        Insert,
        Update,
        Delete,
        Clear,
        Query,
    }

    /// <param name="Lag">How many versions behind the writer is.</param>
    internal sealed record ModelStep(ModelStepKind Kind, int Id, int Lag, int? Slug, int State, int Minute, int Messages, bool Descending, int Limit)
    {
        public static readonly Gen<ModelStep> Any =
            from kind in Gen.Frequency(
                (4, Gen.Constant(ModelStepKind.Insert)),
                (5, Gen.Constant(ModelStepKind.Update)),
                (2, Gen.Constant(ModelStepKind.Delete)),
                (3, Gen.Constant(ModelStepKind.Clear)),
                (3, Gen.Constant(ModelStepKind.Query)))
            from id in Gen.Choose(0, 5)
            from lag in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Choose(1, 2)))
            from slug in Gen.Choose(-2, 3)
            from state in Gen.Choose(0, 2)
            from minute in Gen.Choose(0, 4)
            from messages in Gen.Choose(0, 2)
            from reversed in Gen.Elements(true, false)
            from limit in Gen.Choose(1, 4)
            select new ModelStep(kind, id, lag, slug < 0 ? null : slug, state, minute, messages, reversed, limit);
    }

    private sealed class Model(string prefix, DateTimeOffset start)
    {
        private readonly Dictionary<string, (long Version, Article Article, List<Guid> Outbox)> documents = [];
        private readonly Guid owner = Guid.NewGuid();
        private int writes;

        public string Prefix { get; } = prefix + "-";

        public string IdOf(ModelStep step) => $"{Prefix}{step.Id}";

        public DocumentWrite Write(ModelStep step)
        {
            var id = IdOf(step);
            var number = ++writes;
            var article = new Article
            {
                Id = id,
                Title = $"write {number}",
                Slug = step.Slug is { } slug ? $"{Prefix}{slug}" : null,
                State = (ArticleState)step.State,
                Owner = owner,
                CreatedAt = start.AddMinutes(step.Minute),
                DueAt = step.Slug is null ? null : start.AddMinutes(step.Minute),
            };
            var outbox = Enumerable.Range(0, step.Kind == ModelStepKind.Delete ? 0 : step.Messages)
                .Select(i => OutboxMessage.From(new ArticleChanged(id, i), start.AddSeconds(number), null))
                .ToList();
            var version = step.Kind == ModelStepKind.Insert ? 0 : Math.Max(1, (documents.TryGetValue(id, out var present) ? present.Version : 1) - step.Lag);
            return new DocumentWrite(
                Article.Schema,
                Enum.Parse<WriteKind>(step.Kind.ToString()),
                id,
                version,
                step.Kind == ModelStepKind.Delete ? [] : JsonSerializer.SerializeToUtf8Bytes(article, DocumentJson.Options),
                outbox);
        }

        public WriteResult Apply(DocumentWrite write)
        {
            var exists = documents.TryGetValue(write.Id, out var present);
            if (write.Kind == WriteKind.Insert ? exists : !exists || present.Version != write.ExpectedVersion)
            {
                return write.Kind == WriteKind.Insert ? WriteResult.DuplicateId : WriteResult.Stale;
            }

            if (write.Kind == WriteKind.Delete)
            {
                documents.Remove(write.Id);
                return WriteResult.Saved;
            }

            var article = JsonSerializer.Deserialize<Article>(write.Body, DocumentJson.Options)!;
            if (article.Slug is { } slug && documents.Any(d => d.Key != write.Id && d.Value.Article.Slug == slug))
            {
                return WriteResult.DuplicateKey("slug");
            }

            documents[write.Id] = (write.ExpectedVersion + 1, article, [.. present.Outbox ?? [], .. write.Outbox.Select(m => m.Id)]);
            return WriteResult.Saved;
        }

        /// <summary>Clears some messages of a document, and one that was never there.</summary>
        public SentMessages Clear(ModelStep step)
        {
            var outbox = documents.TryGetValue(IdOf(step), out var present) ? present.Outbox : [];
            var sent = outbox.Where((_, i) => i % 2 == step.Lag % 2).ToList();
            outbox.RemoveAll(sent.Contains);
            return new SentMessages(Article.Schema, IdOf(step), [.. sent, Guid.NewGuid()]);
        }

        public DocumentQuery Query(ModelStep step)
        {
            var filters = new List<FieldFilter> { new("owner", [DocumentJson.TextOf(owner)!]) };
            if (step.Messages > 0)
            {
                filters.Add(new("state", [.. Enumerable.Range(step.State, step.Messages).Select(s => DocumentJson.TextOf((ArticleState)(s % 3))!)]));
            }

            return new DocumentQuery(
                filters,
                step.Slug is null ? "dueAt" : "createdAt",
                step.Descending,
                step.Lag == 1 ? DocumentJson.TextOf(start.AddMinutes(1)) : null,
                step.Lag == 2 ? DocumentJson.TextOf(start.AddMinutes(4)) : null,
                step.Minute == 0 ? null : new Cursor(DocumentJson.TextOf(start.AddMinutes(step.Minute))!, IdOf(step)),
                step.Limit);
        }

        public IEnumerable<(string Id, long Version)> Answer(ModelStep step, DocumentQuery query)
        {
            var states = query.Filters.FirstOrDefault(f => f.Field == "state")?.Values;
            var matching = documents
                .Select(d => (Id: d.Key, d.Value.Version, d.Value.Article.State, Order: DocumentJson.TextOf(query.OrderField == "dueAt" ? d.Value.Article.DueAt : d.Value.Article.CreatedAt)))
                .Where(d => d.Order is not null
                    && (states is null || states.Contains(DocumentJson.TextOf(d.State)!))
                    && (query.From is null || string.CompareOrdinal(d.Order, query.From) >= 0)
                    && (query.Until is null || string.CompareOrdinal(d.Order, query.Until) < 0))
                .OrderBy(d => d.Order, StringComparer.Ordinal)
                .ThenBy(d => d.Id, StringComparer.Ordinal)
                .Select(d => (d.Order, d.Id, d.Version));
            var ordered = step.Descending ? matching.Reverse() : matching;
            var sign = step.Descending ? -1 : 1;
            return ordered
                .Where(d => query.After is not { } after || sign * Comparer<(string?, string)>.Create(ByOrderThenId).Compare((d.Order, d.Id), (after.OrderValue, after.Id)) > 0)
                .Take(query.Limit)
                .Select(d => (d.Id, d.Version));
        }

        public (long? Version, string? Title) State(ModelStep step) =>
            documents.TryGetValue(IdOf(step), out var present) ? (present.Version, present.Article.Title) : (null, null);

        public Dictionary<string, string> Outboxes() =>
            documents.Where(d => d.Value.Outbox.Count > 0).ToDictionary(d => d.Key, d => string.Join(',', d.Value.Outbox));

        private static int ByOrderThenId((string? Order, string Id) left, (string? Order, string Id) right)
        {
            var order = string.CompareOrdinal(left.Order, right.Order);
            return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
        }
    }
}
