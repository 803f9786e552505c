namespace Flow.Tests.OneProcess;

[Collection(InThisProcess.Name)]
public sealed class When_an_event_is_drilled : IDisposable
{
    /// <summary>kill -9, SIGTERM, SIGSTOP.</summary>
    private const string Faults = "✕▽‖";

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task It_tells_what_was_granted_and_refused_and_that_the_books_agree()
    {
        var (code, output) = await Drill(
            """
            {"name": "Spring festival", "periodStart": "2020-01-01T00:00:00Z", "periodEnd": "2020-02-01T00:00:00Z",
             "condition": {"fact": "purchase", "measure": "COUNT", "op": ">=", "value": 2},
             "rewards": [
               {"type": "POINT", "name": "Points", "points": 100},
               {"type": "ITEM", "name": "Sword", "itemId": "sword", "quantity": 2, "stock": 5},
               {"type": "BADGE", "name": "Badge", "badgeId": "b", "delivery": {"url": "https://crm.example.com/grants", "secret": "a-secret-of-the-receiver"}}]}
            """);

        code.ShouldBe(0, output);
        output.ShouldContain("Spring festival: 16 users, seed 1");
        output.ShouldMatch(@"granted +5\s");
        output.ShouldMatch(@"Sword +5 +ITEM, 0 of 5 left");
        output.ShouldMatch(@"NOT_ELIGIBLE +4 ");
        output.ShouldMatch(@"OUT_OF_STOCK +\d+ ");
        FaultsAreSpread(output);
        output.ShouldContain("Nothing lost, nothing twice");
    }

    [Theory]
    [InlineData("{\"name\": \"No rewards\", \"periodStart\": \"2020-01-01T00:00:00Z\"}", "it is no event")]
    [InlineData("{\"name\": ", "Expected")]
    [InlineData("{\"name\": \"\", \"periodStart\": \"2020-01-01T00:00:00Z\", \"rewards\": [{}]}", "was answered with 400")]
    public async Task One_that_cannot_be_held_is_told_so(string text, string fault)
    {
        var (code, output) = await Drill(text);

        code.ShouldBe(1);
        output.ShouldContain(fault);
    }

    /// <summary>Each falls when its share of all has asked: the first one early, the last one late.</summary>
    private static void FaultsAreSpread(string output)
    {
        var signs = output.Split('\n').Single(line => line.Contains("▪▪", StringComparison.Ordinal)).Trim();
        signs.Count(c => c == '▪').ShouldBe(20);
        signs.Count(Faults.Contains).ShouldBeInRange(3, 4);
        signs[..signs.LastIndexOfAny([.. Faults])].Count(c => c == '▪').ShouldBeGreaterThan(signs[..signs.IndexOfAny([.. Faults])].Count(c => c == '▪') + 5);
        signs.ShouldContain('✕');
    }

    private async Task<(int Code, string Output)> Drill(string text)
    {
        await File.WriteAllTextAsync(file, text);
        return await PlatformProgram.Run("--drill", file, "--users", "16", "--Messaging:RequestTimeoutMilliseconds=15000");
    }
}
