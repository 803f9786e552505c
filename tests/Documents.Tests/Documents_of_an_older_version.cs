using Documents.Sweeps;
using Documents.Tests.Dispatch;
using Documents.Tests.Sqlite;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests;

public sealed class Documents_of_an_older_version : IDisposable
{
    private static readonly Schema<OldLabel> Old = new Schema<OldLabel>("labels").Index(l => l.CreatedAt);

    private static readonly Schema<Label> New = new Schema<Label>("labels").Index(l => l.CreatedAt).Search(l => l.Key, l => l.CreatedAt);

    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task They_get_the_fields_that_this_version_computes_and_others_are_left_alone()
    {
        await using (var old = await OpenFolder.At(folder, [Old]))
        {
            foreach (var i in Enumerable.Range(0, 250))
            {
                await old.Database.Store(Old).Insert(new OldLabel { Id = $"old-{i}", Name = "Spring" });
            }
        }

        await using var open = await OpenFolder.At(folder, [New]);
        var labels = open.Database.Store(New);
        await labels.Insert(new Label { Id = "new", Name = "spring" });
        (await Found()).ShouldBe(1);

        await Renew(labels);

        (await Found()).ShouldBe(251);
        (await labels.Get("old-7"))!.Version.ShouldBe(2);
        (await labels.Get("new"))!.Version.ShouldBe(1);

        async Task<int> Found() => (await labels.Query(new Query<Label>().Containing(l => l.Key, "SPR").OrderBy(l => l.CreatedAt).Take(1000))).Items.Count;
    }

    private static async Task Renew(IDocumentStore<Label> labels)
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        lifetime.NotifyStarted();
        using var renewal = new FieldRenewal<Label>(labels, New, l => l.CreatedAt, lifetime, new TestTime(), NullLogger<FieldRenewal<Label>>.Instance);
        await renewal.StartAsync(CancellationToken.None);
        await renewal.ExecuteTask!.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private sealed class OldLabel : Document
    {
        public required string Name { get; init; }

        public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;
    }

    private sealed class Label : Document
    {
        public required string Name { get; init; }

        public string Key => Name.ToUpperInvariant();

        public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;
    }
}
