using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Hosting.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace Hosting.Tests.Metrics;

[Collection("Meters")]
public sealed class The_instrument_listener : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CollectorRegistry registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly InstrumentListener listener;
    private readonly Meter meter = new($"Messaging.Tests.{Guid.NewGuid():N}");
    private readonly string name = $"m{Guid.NewGuid():N}";

    public The_instrument_listener() =>
        listener = new InstrumentListener(registry, services.GetRequiredService<IMeterFactory>(), NullLogger<InstrumentListener>.Instance);

    public void Dispose()
    {
        meter.Dispose();
        listener.Dispose();
        services.Dispose();
    }

    [Fact]
    public async Task A_counter_adds_up_for_each_set_of_labels()
    {
        var counter = meter.CreateCounter<int>(name, description: "Orders\nin two lines.");
        counter.Add(2, Tag("kind", "a"));
        counter.Add(3, Tag("kind", "a"));
        counter.Add(1, Tag("kind", "b"));

        (await Lines()).ShouldBe(
        [
            $"# HELP {name}_total Orders\\nin two lines.",
            $"# TYPE {name}_total counter",
            $"{name}_total{{kind=\"a\"}} 5",
            $"{name}_total{{kind=\"b\"}} 1",
        ]);
    }

    [Fact]
    public async Task The_order_of_tags_does_not_matter()
    {
        var counter = meter.CreateCounter<int>(name);
        counter.Add(1, Tag("a", 1), Tag("b", 2));
        counter.Add(1, Tag("b", 2), Tag("a", 1));

        (await Samples()).ShouldBe([$"{name}_total{{a=\"1\",b=\"2\"}} 2"]);
    }

    [Fact]
    public async Task An_up_down_counter_is_a_gauge()
    {
        var counter = meter.CreateUpDownCounter<long>(name);
        counter.Add(5);
        counter.Add(-7);

        (await Lines())[1..].ShouldBe([$"# TYPE {name} gauge", $"{name} -2"]);
    }

    [Fact]
    public async Task A_gauge_keeps_its_last_value()
    {
        var gauge = meter.CreateGauge<double>(name);
        gauge.Record(1.5);
        gauge.Record(0.25);

        (await Samples()).ShouldBe([$"{name} 0.25"]);
    }

    [Fact]
    public async Task A_histogram_counts_into_cumulative_buckets_in_seconds()
    {
        var histogram = meter.CreateHistogram<double>(name, "ms");
        histogram.Record(1);
        histogram.Record(200);
        histogram.Record(3_600_000);

        var samples = await Samples();
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
    public async Task An_observable_instrument_is_asked_at_each_scrape_and_forgets_what_it_no_longer_reports()
    {
        var rooms = new List<Measurement<int>> { new(1, Tag("room", "a")), new(2, Tag("room", "b")) };
        meter.CreateObservableGauge(name, () => rooms);
        (await Samples()).ShouldBe([$"{name}{{room=\"a\"}} 1", $"{name}{{room=\"b\"}} 2"]);

        rooms.RemoveAt(0);
        (await Samples()).ShouldBe([$"{name}{{room=\"b\"}} 2"]);
    }

    [Fact]
    public async Task A_failing_observable_instrument_does_not_hide_the_others()
    {
        meter.CreateObservableGauge($"{name}_bad", int () => throw new InvalidOperationException("broken"));
        meter.CreateObservableGauge(name, () => 7);

        (await Samples()).ShouldBe([$"{name} 7"]);
    }

    [Fact]
    public async Task Labels_are_escaped()
    {
        meter.CreateCounter<int>(name).Add(1, Tag("a.b", "say \"hi\"\\\n"));

        (await Samples()).ShouldBe([$"{name}_total{{a_b=\"say \\\"hi\\\"\\\\\\n\"}} 1"]);
    }

    [Fact]
    public async Task Past_the_limit_of_label_sets_everything_is_counted_together()
    {
        var counter = meter.CreateCounter<int>(name);
        for (var i = 0; i < MetricFamily.MaxSeries + 50; i++)
        {
            counter.Add(1, Tag("id", i));
        }

        var samples = await Samples();
        samples.Count.ShouldBe(MetricFamily.MaxSeries + 1);
        samples.ShouldContain($"{name}_total{{overflow=\"true\"}} 50");
    }

    [Fact]
    public async Task Concurrent_measurements_are_all_counted()
    {
        var counter = meter.CreateCounter<int>(name);
        var histogram = meter.CreateHistogram<int>($"{name}_h");
        Parallel.For(0, 20_000, i =>
        {
            counter.Add(1, Tag("parity", i % 2));
            histogram.Record(i % 7);
        });

        var samples = await Samples();
        samples.ShouldContain($"{name}_total{{parity=\"0\"}} 10000");
        samples.ShouldContain($"{name}_total{{parity=\"1\"}} 10000");
        samples.ShouldContain($"{name}_h_count 20000");
    }

    [Fact]
    public async Task What_is_observed_as_a_counter_may_fall()
    {
        var threads = 7;
        meter.CreateObservableCounter(name, () => threads);
        (await Samples()).ShouldBe([$"{name}_total 7"]);

        threads = 3;
        (await Samples()).ShouldBe([$"{name}_total 3"]);
    }

    [Fact]
    public async Task A_counter_does_not_fall_and_whoever_counts_does_not_fail()
    {
        var counter = meter.CreateCounter<double>(name);
        counter.Add(2);
        counter.Add(-1);
        counter.Add(double.NaN);

        (await Samples()).ShouldBe([$"{name}_total 2"]);
    }

    [Fact]
    public async Task What_another_host_measures_is_left_out()
    {
        using var another = new ServiceCollection().AddMetrics().BuildServiceProvider();
        another.GetRequiredService<IMeterFactory>().Create("Messaging.Tests").CreateCounter<int>(name).Add(1);
        (await Samples()).ShouldBeEmpty();

        services.GetRequiredService<IMeterFactory>().Create("Messaging.Tests").CreateCounter<int>(name).Add(1);
        (await Samples()).ShouldBe([$"{name}_total 1"]);
    }

    [Fact]
    public async Task Other_meters_are_left_out()
    {
        using var other = new Meter("Somebody.Else");
        other.CreateCounter<int>(name).Add(1);

        (await Samples()).ShouldBeEmpty();
    }

    [PromtoolFact]
    public async Task The_text_passes_promtool()
    {
        meter.CreateCounter<int>(name, description: "Some orders.").Add(1, Tag("kind", "x\\\"\n"));
        meter.CreateHistogram<double>($"{name}.duration", "s", "How long.").Record(0.2);
        meter.CreateUpDownCounter<int>($"{name}.active", description: "How many.").Add(1);

        (await Promtool.Check(await Scrape())).ShouldBe("");
    }

    private static KeyValuePair<string, object?> Tag(string key, object value) => new(key, value);

    private async Task<string> Scrape()
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private async Task<List<string>> Lines() =>
        [.. (await Scrape()).Split('\n').Where(line => line.Contains(name, StringComparison.Ordinal))];

    private async Task<List<string>> Samples() => [.. (await Lines()).Where(line => line[0] != '#').Order(StringComparer.Ordinal)];
}
