using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Hosting.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hosting.Tests.Metrics;

[Collection("Meters")]
public sealed class MetricsRegistryTests : IDisposable
{
    private readonly MetricsRegistry registry = new(NullLogger<MetricsRegistry>.Instance);
    private readonly Meter meter = new($"Messaging.Tests.{Guid.NewGuid():N}");
    private readonly string name = $"m{Guid.NewGuid():N}";

    public void Dispose()
    {
        meter.Dispose();
        registry.Dispose();
    }

    [Fact]
    public void A_counter_adds_up_for_each_set_of_labels()
    {
        var counter = meter.CreateCounter<int>(name, description: "Orders\nin two lines.");
        counter.Add(2, Tag("kind", "a"));
        counter.Add(3, Tag("kind", "a"));
        counter.Add(1, Tag("kind", "b"));

        Lines().ShouldBe(
        [
            $"# HELP {name}_total Orders\\nin two lines.",
            $"# TYPE {name}_total counter",
            $"{name}_total{{kind=\"a\"}} 5",
            $"{name}_total{{kind=\"b\"}} 1",
        ]);
    }

    [Fact]
    public void The_order_of_tags_does_not_matter()
    {
        var counter = meter.CreateCounter<int>(name);
        counter.Add(1, Tag("a", 1), Tag("b", 2));
        counter.Add(1, Tag("b", 2), Tag("a", 1));

        Samples().ShouldBe([$"{name}_total{{a=\"1\",b=\"2\"}} 2"]);
    }

    [Fact]
    public void An_up_down_counter_is_a_gauge()
    {
        var counter = meter.CreateUpDownCounter<long>(name);
        counter.Add(5);
        counter.Add(-7);

        Lines()[1..].ShouldBe([$"# TYPE {name} gauge", $"{name} -2"]);
    }

    [Fact]
    public void A_gauge_keeps_its_last_value()
    {
        var gauge = meter.CreateGauge<double>(name);
        gauge.Record(1.5);
        gauge.Record(0.25);

        Samples().ShouldBe([$"{name} 0.25"]);
    }

    [Fact]
    public void A_histogram_counts_into_cumulative_buckets_in_seconds()
    {
        var histogram = meter.CreateHistogram<double>(name, "ms");
        histogram.Record(1);
        histogram.Record(200);
        histogram.Record(3_600_000);

        var samples = Samples();
        samples.ShouldContain($"{name}_seconds_bucket{{le=\"0.001\"}} 1");
        samples.ShouldContain($"{name}_seconds_bucket{{le=\"0.15\"}} 1");
        samples.ShouldContain($"{name}_seconds_bucket{{le=\"0.25\"}} 2");
        samples.ShouldContain($"{name}_seconds_bucket{{le=\"30\"}} 2");
        samples.ShouldContain($"{name}_seconds_bucket{{le=\"+Inf\"}} 3");
        samples.ShouldContain($"{name}_seconds_count 3");
        var sum = samples.Single(s => s.StartsWith($"{name}_seconds_sum ", StringComparison.Ordinal)).Split(' ')[1];
        double.Parse(sum, CultureInfo.InvariantCulture).ShouldBe(3600.201, 1e-6);
    }

    [Fact]
    public void An_observable_instrument_is_asked_at_each_scrape_and_forgets_what_it_no_longer_reports()
    {
        var rooms = new List<Measurement<int>> { new(1, Tag("room", "a")), new(2, Tag("room", "b")) };
        meter.CreateObservableGauge(name, () => rooms);
        Samples().ShouldBe([$"{name}{{room=\"a\"}} 1", $"{name}{{room=\"b\"}} 2"]);

        rooms.RemoveAt(0);
        Samples().ShouldBe([$"{name}{{room=\"b\"}} 2"]);
    }

    [Fact]
    public void A_failing_observable_instrument_does_not_hide_the_others()
    {
        meter.CreateObservableGauge($"{name}_bad", int () => throw new InvalidOperationException("broken"));
        meter.CreateObservableGauge(name, () => 7);

        Samples().ShouldBe([$"{name} 7"]);
    }

    [Fact]
    public void Labels_are_escaped()
    {
        meter.CreateCounter<int>(name).Add(1, Tag("a.b", "say \"hi\"\\\n"));

        Samples().ShouldBe([$"{name}_total{{a_b=\"say \\\"hi\\\"\\\\\\n\"}} 1"]);
    }

    [Fact]
    public void Past_the_limit_of_label_sets_everything_is_counted_together()
    {
        var counter = meter.CreateCounter<int>(name);
        for (var i = 0; i < MetricFamily.MaxSeries + 50; i++)
        {
            counter.Add(1, Tag("id", i));
        }

        var samples = Samples();
        samples.Count.ShouldBe(MetricFamily.MaxSeries + 1);
        samples.ShouldContain($"{name}_total{{overflow=\"true\"}} 50");
    }

    [Fact]
    public void Concurrent_measurements_are_all_counted()
    {
        var counter = meter.CreateCounter<int>(name);
        var histogram = meter.CreateHistogram<int>($"{name}_h");
        Parallel.For(0, 20_000, i =>
        {
            counter.Add(1, Tag("parity", i % 2));
            histogram.Record(i % 7);
        });

        var samples = Samples();
        samples.ShouldContain($"{name}_total{{parity=\"0\"}} 10000");
        samples.ShouldContain($"{name}_total{{parity=\"1\"}} 10000");
        samples.ShouldContain($"{name}_h_count 20000");
    }

    [Fact]
    public void Other_meters_are_left_out()
    {
        using var other = new Meter("Somebody.Else");
        other.CreateCounter<int>(name).Add(1);

        Samples().ShouldBeEmpty();
    }

    [PromtoolFact]
    public async Task The_text_passes_promtool()
    {
        meter.CreateCounter<int>(name, description: "Some orders.").Add(1, Tag("kind", "x\\\"\n"));
        meter.CreateHistogram<double>($"{name}.duration", "s", "How long.").Record(0.2);
        meter.CreateUpDownCounter<int>($"{name}.active", description: "How many.").Add(1);

        (await Promtool.Check(registry.Scrape())).ShouldBe("");
    }

    private static KeyValuePair<string, object?> Tag(string key, object value) => new(key, value);

    private List<string> Lines() => [.. registry.Scrape().Split('\n').Where(line => line.Contains(name, StringComparison.Ordinal))];

    private List<string> Samples() => [.. Lines().Where(line => line[0] != '#')];
}
