using Drills.Breaking;
using Drills.Plan;
using Faults;
using Faults.Subjects;
using Microsoft.Data.Sqlite;
using Testing.Processes;

namespace Flow.Tests.Faults;

/// <summary>A round that holds says something only because one that does not fails.</summary>
public sealed class When_the_books_are_tampered_with
{
    /// <summary>What the platform itself cannot know.</summary>
    [Fact]
    public Task A_request_that_is_gone_and_a_decision_that_was_changed_are_found() => Find(
        ["was accepted and is gone", "the audit chain"],
        ("event_db", "DELETE FROM reward_requests WHERE id = (SELECT id FROM reward_requests WHERE body LIKE '%\"CANCELLED\"%' ORDER BY id LIMIT 1)"),
        ("event_db", "UPDATE audit_entries SET body = replace(body, 'request.approved', 'request.rejected') WHERE id = (SELECT id FROM audit_entries WHERE f_action = 'request.approved' ORDER BY id LIMIT 1)"));

    private static async Task Find(string[] violations, params (string Database, string Statement)[] tampering)
    {
        using var output = new StringWriter();
        var history = Path.Combine(Path.GetTempPath(), $"faults-{Guid.NewGuid():N}.txt");
        var round = new RoundSettings(Users: 32, Load: TimeSpan.FromSeconds(3), Quiet: TimeSpan.FromSeconds(120));
        var settings = new DrillSettings(3, 11, new SubjectSettings(Embedded: true), round, history, Shrink: false, "1.0:Kill:Platform:0.2");

        var holds = await new Drill(settings, output, () => Tampered.Start(tampering)).Run(CancellationToken.None);

        holds.ShouldBeFalse();
        foreach (var violation in violations)
        {
            output.ToString().ShouldContain(violation);
        }

        output.ToString().ShouldMatch(@"(?m)^rounds +1$");
        output.ToString().ShouldContain($"FAILED with seed 11; the history is in {history}");
        (await File.ReadAllTextAsync(history)).ShouldContain("Kill:Platform");
        File.Delete(history);
        File.Delete($"{history}.Platform.log");
    }

    /// <summary>Platform, whose documents somebody changes while it does not run.</summary>
    private sealed class Tampered(PlatformHost platform, (string Database, string Statement)[] tampering) : ISubject
    {
        private readonly Parts parts = new(Breakable.Of("Platform", platform.Process));

        public IReadOnlyList<Uri> Addresses => [platform.Address];

        public IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets => parts.Targets;

        public static async Task<ISubject> Start((string Database, string Statement)[] tampering)
        {
            var platform = PlatformHost.With(("Delivery__AllowPrivateNetworks", "true"));
            await platform.InitializeAsync();
            return new Tampered(platform, tampering);
        }

        public Task Inject(Fault fault, CancellationToken cancellationToken) => parts.Inject(fault, cancellationToken);

        public async Task Heal()
        {
            await platform.InitializeAsync();
            await platform.Process.Kill();
            foreach (var (database, statement) in tampering)
            {
                await using var connection = new SqliteConnection($"Data Source={Path.Combine(platform.Folder, database)}.db;Pooling=False");
                await connection.OpenAsync();
                await using var command = connection.CreateCommand();
                command.CommandText = statement;
                (await command.ExecuteNonQueryAsync()).ShouldBe(1);
            }

            await platform.InitializeAsync();
        }

        public IEnumerable<(string Name, string Text)> Logs() => [("Platform", platform.Process.Log)];

        public long Memory() => platform.Process.Memory();

        public ValueTask DisposeAsync() => platform.DisposeAsync();
    }
}
