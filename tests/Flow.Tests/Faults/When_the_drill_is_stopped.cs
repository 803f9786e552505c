using Drills.Processes;
using Faults;
using Faults.Subjects;
using Testing;

namespace Flow.Tests.Faults;

public sealed class When_the_drill_is_stopped
{
    [Fact]
    public async Task Nothing_of_what_it_started_is_left()
    {
        var mark = $"{Guid.NewGuid():N}";
        using var stop = new CancellationTokenSource();
        await using var output = new StoppingWriter(() =>
        {
            IsRunning(mark).ShouldBeTrue();
            stop.Cancel();
        });
        var round = new RoundSettings(Users: 2, Load: TimeSpan.FromSeconds(5), Quiet: TimeSpan.Zero);
        var settings = new DrillSettings(1, 5, new SubjectSettings(Embedded: true, Environment: [("Delivery__AllowPrivateNetworks", "true"), ("Mark", mark)]), round, History: "", Shrink: false, "2.0:Kill:Platform:1.0");

        await Should.ThrowAsync<OperationCanceledException>(() => new Drill(settings, output).Run(stop.Token));

        IsRunning(mark).ShouldBeFalse();
    }

    [BoundFact]
    public async Task Nothing_of_what_it_started_outlives_a_kill_of_it()
    {
        var mark = $"{Guid.NewGuid():N}";
        var scratch = Directory.CreateTempSubdirectory("drill-").FullName;
        var file = Path.Combine(scratch, "spring.json");
        await File.WriteAllTextAsync(file, """{"name": "Spring", "periodStart": "2026-01-01T00:00:00Z", "rewards": [{"type": "POINT", "name": "Points", "points": 1}]}""");
        using var drill = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(Platform.PlatformOptions).Assembly.Location, "--drill", file])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["Mark"] = mark, ["TMPDIR"] = scratch },
        })!;
        await Wait.Until(() => Directory.EnumerateFiles(scratch, "*.db", SearchOption.AllDirectories).Any(), "it to start the platform");

        drill.Kill();

        await Wait.Until(() => Running(mark) == 0, "nothing to be left");
        Directory.Delete(scratch, recursive: true);
    }

    /// <summary>Whether a process has this in its environment.</summary>
    private static bool IsRunning(string mark) => Running(mark) > 0;

    private static int Running(string mark) => Directory.GetDirectories("/proc").Count(process => Environment(process).Contains(mark, StringComparison.Ordinal));

    private static string Environment(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Acts when the first progress is told.</summary>
    private sealed class StoppingWriter(Action stop) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (value == "10% ")
            {
                stop();
            }
        }
    }

    private sealed class BoundFactAttribute : FactAttribute
    {
        public BoundFactAttribute() => Skip = Launcher.Binds ? null : "setpriv is not installed";
    }
}
