using Faults;

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
        var settings = new DrillSettings(1, 5, Embedded: true, round, History: "", Shrink: false, "2.0:Kill:Platform:1.0", Environment: [("Delivery__AllowPrivateNetworks", "true"), ("Mark", mark)]);

        await Should.ThrowAsync<OperationCanceledException>(() => new Drill(settings, output).Run(stop.Token));

        IsRunning(mark).ShouldBeFalse();
    }

    /// <summary>Whether a process has this in its environment.</summary>
    private static bool IsRunning(string mark) => Directory.GetDirectories("/proc").Any(process => Environment(process).Contains(mark, StringComparison.Ordinal));

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
}
