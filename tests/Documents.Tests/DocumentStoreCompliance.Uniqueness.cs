using Documents.Tests.Articles;

namespace Documents.Tests;

public abstract partial class DocumentStoreCompliance
{
    [Fact]
    public async Task A_unique_value_belongs_to_one_document()
    {
        var code = Guid.NewGuid();
        await Saved("one", a =>
        {
            a.Slug = "taken";
            a.Code = code;
        });

        (await Articles.Insert(Draft("two", a => a.Slug = "taken"))).ShouldBe(WriteResult.DuplicateKey("slug"));
        (await Articles.Insert(Draft("two", a => a.Code = code))).ShouldBe(WriteResult.DuplicateKey("code"));

        (await Articles.Get("two")).ShouldBeNull();
        (await Articles.Insert(Draft("two", a => a.Slug = "Taken"))).ShouldBe(WriteResult.Saved);
    }

    [Fact]
    public async Task An_update_to_a_taken_value_is_refused_and_changes_nothing()
    {
        await Saved("one", a => a.Slug = "taken");
        var two = await Saved("two", a => a.Slug = "other");

        two.Slug = "taken";
        two.Title = "changed";
        (await Articles.Update(two)).ShouldBe(WriteResult.DuplicateKey("slug"));

        two.Version.ShouldBe(1);
        (await Loaded("two")).Title.ShouldBe("Article two");
        (await Loaded("two")).Slug.ShouldBe("other");
    }

    [Fact]
    public async Task A_document_keeps_its_unique_value_over_updates()
    {
        var one = await Saved("one", a => a.Slug = "mine");

        one.Title = "changed";
        (await Articles.Update(one)).ShouldBe(WriteResult.Saved);

        (await Articles.Insert(Draft("two", a => a.Slug = "mine"))).ShouldBe(WriteResult.DuplicateKey("slug"));
    }

    [Fact]
    public async Task Null_is_not_a_value_that_is_taken()
    {
        await Saved("one");
        await Saved("two");
        var three = await Saved("three", a => a.Slug = "mine");
        three.Slug = null;

        (await Articles.Update(three)).ShouldBe(WriteResult.Saved);
    }

    [Fact]
    public async Task An_update_to_null_or_to_another_value_frees_the_old_one()
    {
        var one = await Saved("one", a => a.Slug = "first");
        one.Slug = "second";
        (await Articles.Update(one)).ShouldBe(WriteResult.Saved);
        await Saved("two", a => a.Slug = "first");
        one.Slug = null;
        (await Articles.Update(one)).ShouldBe(WriteResult.Saved);

        await Saved("three", a => a.Slug = "second");

        (await Articles.Insert(Draft("four", a => a.Slug = "first"))).ShouldBe(WriteResult.DuplicateKey("slug"));
    }

    [Fact]
    public async Task A_delete_frees_the_unique_values()
    {
        var one = await Saved("one", a => a.Slug = "mine");
        (await Articles.Delete(one)).ShouldBe(WriteResult.Saved);

        await Saved("two", a => a.Slug = "mine");
    }

    [Fact]
    public async Task A_refused_write_takes_no_unique_value()
    {
        var one = await Saved("one");
        await Saved("two", a => a.Slug = "taken");
        var code = Guid.NewGuid();

        (await Articles.Insert(Draft("one", a => a.Slug = "free"))).ShouldBe(WriteResult.DuplicateId);
        (await Articles.Insert(Draft("three", a => (a.Slug, a.Code) = ("taken", code)))).ShouldBe(WriteResult.DuplicateKey("slug"));
        (await Articles.Update(one)).ShouldBe(WriteResult.Saved);
        (await Articles.Update(Draft("one", a => a.Slug = "free"))).ShouldBe(WriteResult.Stale);

        await Saved("four", a => (a.Slug, a.Code) = ("free", code));
    }

    [Fact]
    public async Task The_id_is_judged_before_the_unique_values()
    {
        await Saved("one", a => a.Slug = "first");
        await Saved("two", a => a.Slug = "second");

        (await Articles.Insert(Draft("one", a => a.Slug = "second"))).ShouldBe(WriteResult.DuplicateId);
        (await Articles.Update(Draft("one", a => a.Slug = "second"))).ShouldBe(WriteResult.Stale);
    }

    [Fact]
    public async Task Of_64_concurrent_writers_one_gets_the_value()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i =>
            Task.Run(() => Articles.Insert(Draft($"racer-{i}", a => a.Slug = "prize")))));

        results.Count(r => r.IsSaved).ShouldBe(1);
        results.Count(r => r == WriteResult.DuplicateKey("slug")).ShouldBe(63);
        var found = await Articles.Query(new Query<Article>().OrderBy(a => a.CreatedAt).Take(100));
        found.Items.Count.ShouldBe(1);
        found.Items[0].Id.ShouldBe($"racer-{Array.FindIndex(results, r => r.IsSaved)}");
    }

    [Fact]
    public async Task Of_64_concurrent_updates_one_gets_the_value()
    {
        var articles = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Saved($"racer-{i}", a => a.Slug = $"own-{i}")));

        var results = await Task.WhenAll(articles.Select(a =>
        {
            a.Slug = "prize";
            return Task.Run(() => Articles.Update(a));
        }));

        results.Count(r => r.IsSaved).ShouldBe(1);
        results.Count(r => r == WriteResult.DuplicateKey("slug")).ShouldBe(63);
    }
}
