using System.ComponentModel;
using System.Diagnostics;

namespace Documents.Tests.Sqlite;

public sealed class When_sqlite3_reads_the_file : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [ShellFact]
    public async Task Documents_and_waiting_messages_are_there_while_the_engine_runs()
    {
        await using var open = await OpenFolder.At(folder);
        await open.Insert("one", note: "hello");

        Shell.Run(folder.Database, "select id, version, body ->> 'note', f_slug from test_articles").ShouldBe("one|1|hello|one\n");
        Shell.Run(folder.Database, "select document, body ->> '$.body.number' from test_articles_outbox").ShouldBe("one|1\n");
    }

    private static class Shell
    {
        public static string Run(params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo("sqlite3", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0);
            return output;
        }
    }

    private sealed class ShellFactAttribute : FactAttribute
    {
        public ShellFactAttribute()
        {
            try
            {
                Shell.Run("--version");
            }
            catch (Win32Exception)
            {
                Skip = "not installed: sqlite3";
            }
        }
    }
}
