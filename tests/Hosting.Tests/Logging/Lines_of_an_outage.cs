using Hosting.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace Hosting.Tests.Logging;

public sealed class Lines_of_an_outage : IDisposable, ILogEventSink
{
    private readonly List<string> written = [];
    private readonly FakeTimeProvider time = new();
    private readonly LoggerFactory factory = new();
    private readonly ILogger logger;

    public Lines_of_an_outage()
    {
        var repeated = new RepeatedLines(time);
        repeated.Know([new OutageFault(fault => fault is TimeoutException)]);
        factory.AddSerilog(new LoggerConfiguration().MinimumLevel.Verbose().Filter.With(repeated).WriteTo.Sink(this).CreateLogger());
        logger = factory.CreateLogger("Sweep");
    }

    public void Dispose() => factory.Dispose();

    void ILogEventSink.Emit(LogEvent logEvent) =>
        written.Add(logEvent.RenderMessage() + (logEvent.Properties.TryGetValue("Alike", out var alike) ? $" +{alike}" : ""));

    [Fact]
    public void Are_written_once_and_every_30_s_with_how_many_there_were()
    {
        for (var second = 0; second < 70; second++)
        {
            logger.LogWarning(Outage.Event, "{Database} cannot be swept: {Second}", "event_db", second);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        written.ShouldBe(["\"event_db\" cannot be swept: 0", "\"event_db\" cannot be swept: 30 +29", "\"event_db\" cannot be swept: 60 +29"]);
    }

    [Fact]
    public void Tell_nothing_of_an_outage_long_ago()
    {
        for (var i = 0; i < 3; i++)
        {
            logger.LogWarning(Outage.Event, "{Database} cannot be swept", "event_db");
        }

        time.Advance(TimeSpan.FromDays(7));
        logger.LogWarning(Outage.Event, "{Database} cannot be swept", "event_db");

        written.ShouldBe(["\"event_db\" cannot be swept", "\"event_db\" cannot be swept"]);
    }

    [Fact]
    public void Are_told_apart_by_source_words_and_what_they_are_about()
    {
        logger.LogWarning(Outage.Event, "{Database} cannot be swept", "event_db");
        logger.LogWarning(Outage.Event, "{Database} cannot be swept", "user_db");
        logger.LogWarning(Outage.Event, "{Database} cannot be opened", "event_db");
        factory.CreateLogger("Other").LogWarning(Outage.Event, "{Database} cannot be swept", "event_db");

        written.Count.ShouldBe(4);
    }

    [Fact]
    public void Are_known_by_the_exception_too_whatever_it_is_wrapped_in()
    {
        for (var i = 0; i < 3; i++)
        {
            logger.LogError(new AggregateException(new InvalidOperationException("outer", new TimeoutException())), "R-FAULT {Queue}", "event.ask.list-events");
        }

        written.ShouldHaveSingleItem();
    }

    [Fact]
    public void Leave_every_other_line_alone()
    {
        for (var i = 0; i < 3; i++)
        {
            logger.LogWarning("Login of user {UserId} refused", "7");
            logger.LogError(new InvalidOperationException("a fault of ours"), "It failed");
            logger.LogInformation(Outage.Event, "{Database} is swept", "event_db");
        }

        written.Count.ShouldBe(9);
    }
}
