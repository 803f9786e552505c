namespace Documents.Tests.Articles;

/// <summary>A second collection, without rules.</summary>
public sealed class Counter : Document
{
    public static readonly Schema<Counter> Schema = new("test_counters");

    public int Value { get; set; }
}
