namespace Documents.Tests.Sqlite;

public sealed class When_the_process_is_killed : IDisposable
{
    private readonly DataFolder folder = new();

    [Fact]
    public async Task Every_acknowledged_write_is_there_with_its_message()
    {
        var acknowledged = new HashSet<string>();
        foreach (var round in new[] { "first", "second", "third" })
        {
            using var process = CrashingProcess.Writing(folder.Database, round);
            await process.Acknowledges(200);
            (await Should.ThrowAsync<IOException>(() => OpenFolder.At(folder))).Message.ShouldContain("in use");
            await process.Kill();
            process.Acknowledged.Count.ShouldBeGreaterThanOrEqualTo(200);
            acknowledged.UnionWith(process.Acknowledged);

            await using var open = await OpenFolder.At(folder);
            var found = (await open.Content()).Select(l => l.Split(' ')[0]).ToHashSet();
            acknowledged.Except(found).ShouldBeEmpty();
            (await open.Waiting()).Select(w => w.Id).ToHashSet().SetEquals(found).ShouldBeTrue("each document has its message");
            open.Integrity().ShouldBe("ok");
        }
    }

    public void Dispose() => folder.Dispose();
}
