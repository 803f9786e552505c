using Documents.Engines;
using Documents.Sqlite;
using Documents.Tests.Articles;
using Microsoft.Data.Sqlite;

namespace Documents.Tests.Sqlite;

/// <summary>However many documents there are, SQLite walks along an index and sorts no more than a page.</summary>
public sealed class When_pages_are_planned : IAsyncLifetime
{
    private static readonly Cursor Middle = new("2026-02-01T00:00:00.0000000Z", "m");

    private readonly DataFolder folder = new();

    public async Task InitializeAsync() => await (await OpenFolder.At(folder)).DisposeAsync();

    public Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_page_is_a_walk_along_the_declared_index(bool descending)
    {
        FieldFilter state = new("state", ["DRAFT"]);
        Plan(Query([], "createdAt", null)).ShouldHaveSingleItem().ShouldStartWith("SEARCH test_articles USING INDEX test_articles_createdAt_idx (");
        Plan(Query([], "createdAt", Middle)).ShouldHaveSingleItem().ShouldStartWith("SEARCH test_articles USING INDEX test_articles_createdAt_idx (");
        Plan(Query([state], "createdAt", Middle)).ShouldHaveSingleItem().ShouldStartWith("SEARCH test_articles USING INDEX test_articles_state_createdAt_idx (f_state=? AND ");
        Plan(Query([state, new("owner", ["me"])], "dueAt", Middle)).ShouldHaveSingleItem().ShouldStartWith("SEARCH test_articles USING INDEX test_articles_dueAt_idx (");

        DocumentQuery Query(FieldFilter[] filters, string order, Cursor? after) =>
            new(filters, order, descending, "2026-01-01T00:00:00.0000000Z", "2026-03-01T00:00:00.0000000Z", after, 20);
    }

    [Fact]
    public void Several_values_are_walked_along_one_by_one_and_only_their_pages_are_sorted()
    {
        var plan = Plan(new DocumentQuery([new FieldFilter("state", ["DRAFT", "PUBLISHED"])], "createdAt", true, null, null, Middle, 20));

        plan.Count(step => step.StartsWith("SEARCH test_articles USING INDEX test_articles_state_createdAt_idx (f_state=? AND ", StringComparison.Ordinal)).ShouldBe(2);
        plan.ShouldNotContain(step => step.StartsWith("SCAN test_articles", StringComparison.Ordinal));
    }

    [Fact]
    public void A_search_walks_along_the_index_that_has_the_searched_texts()
    {
        var plan = Plan(new DocumentQuery([new FieldFilter("state", ["DRAFT", "PUBLISHED"])], "createdAt", true, null, null, Middle, 20, new FieldPart("title", "a")));

        plan.ShouldContain(step => step.StartsWith("SEARCH test_articles USING INDEX test_articles_createdAt_title_search (", StringComparison.Ordinal));
        plan.ShouldNotContain(step => step.StartsWith("SCAN test_articles", StringComparison.Ordinal) || step.Contains("ORDER BY", StringComparison.Ordinal));
    }

    [Fact]
    public void Waiting_messages_are_found_by_index()
    {
        var table = new Table(Article.Schema);

        Explain(table.Pending, 2).ShouldNotContain(step => step.StartsWith("SCAN f", StringComparison.Ordinal) || step.StartsWith("SCAN e", StringComparison.Ordinal));
        Explain(table.Clear, 2).ShouldHaveSingleItem().ShouldContain("USING INDEX");
        Explain(table.DeleteOutbox, 1).ShouldHaveSingleItem().ShouldContain("USING INDEX");
        Explain(table.HasValue("slug"), 2).ShouldHaveSingleItem().ShouldContain("USING INDEX test_articles_slug_key");
    }

    private List<string> Plan(DocumentQuery query)
    {
        var page = new PageQuery(new Table(Article.Schema), query);
        return Explain(page.Sql, page.Values.Length);
    }

    private List<string> Explain(string sql, int parameters)
    {
        using var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"explain query plan {sql}";
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.AddWithValue($"${i}", "x");
        }

        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
