using Messages;

namespace Documents.Tests.Articles;

/// <summary>A document with every kind of field.</summary>
public sealed class Article : Document
{
    public static readonly Schema<Article> Schema = new Schema<Article>("test_articles")
        .Unique(a => a.Slug)
        .Unique(a => a.Code)
        .Index(a => a.CreatedAt)
        .Index(a => a.State, a => a.CreatedAt)
        .Index(a => a.Owner, a => a.IsPinned, a => a.Title)
        .Index(a => a.DueAt)
        .Index(a => a.Id)
        .Search(a => a.Title, a => a.CreatedAt)
        .Search(a => a.Slug, a => a.CreatedAt);

    public string? Slug { get; set; }

    public Guid? Code { get; set; }

    public string Title { get; set; } = "";

    public ArticleState State { get; set; }

    public Guid Owner { get; set; }

    public bool IsPinned { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public int Count { get; set; }

    public long Views { get; set; }

    public decimal Price { get; set; }

    public double? Score { get; set; }

    public string? Note { get; set; }

    public IReadOnlyList<string> Tags { get; set; } = [];

    public IReadOnlyDictionary<string, int> Ratings { get; set; } = new Dictionary<string, int>();

    public Author? Author { get; set; }
}

public enum ArticleState
{
    Draft,
    InReview,
    Published,
}

public sealed record Author(string Name, IReadOnlyList<Author> With) : Extensible;

public sealed record ArticleChanged(string ArticleId, int Number);

public sealed record ArticleSeen(string ArticleId);
