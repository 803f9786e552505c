using System.Text.RegularExpressions;
using Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Sentry;
using Serilog.Core;
using Serilog.Events;

namespace Hosting.Logging;

/// <summary>
/// Sends each exception that the log calls an error to the Sentry-compatible server of <c>Sentry__Dsn</c>: its stack trace, release,
/// environment, service and trace. What a request brought stays here: no values of a message, no bodies, headers, users or machine.
/// What an exception says goes out, without the e-mail addresses, JSON web tokens and what follows Bearer in it.
/// </summary>
internal sealed partial class ErrorTracking : ILogEventSink, IDisposable
{
    private const int LongestText = 4096;

    private readonly SentryClient client;
    private readonly string service;

    private ErrorTracking(SentryClient client, string service) => (this.client, this.service) = (client, service);

    /// <returns>Null where no server is configured.</returns>
    /// <exception cref="ConfigurationException">The setting is no DSN.</exception>
    public static ErrorTracking? Of(IConfiguration configuration, string service, string environment)
    {
        const string key = "Sentry:Dsn";
        if (configuration[key] is not { Length: > 0 } dsn)
        {
            return null;
        }

        if (!IsDsn(dsn))
        {
            throw new ConfigurationException(key, "is no DSN like https://key@errors.example.com/1");
        }

        var options = new SentryOptions
        {
            Dsn = dsn,
            Release = $"{service}@{ServiceHost.Version}",
            Environment = environment.ToLowerInvariant(),
            SendDefaultPii = false,
            IsEnvironmentUser = false,
            DisableFileWrite = true,
            MaxBreadcrumbs = 0,
            ReportAssembliesMode = ReportAssembliesMode.None,
            ShutdownTimeout = TimeSpan.FromSeconds(5),
        };
        options.SetBeforeSend(Bared);
        return new ErrorTracking(new SentryClient(options), service);
    }

    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Exception is not { } fault)
        {
            return;
        }

        var tracked = new SentryEvent(fault)
        {
            Level = logEvent.Level == LogEventLevel.Fatal ? SentryLevel.Fatal : SentryLevel.Error,
            Message = logEvent.MessageTemplate.Text,
            Logger = logEvent.Properties.GetValueOrDefault("SourceContext") is ScalarValue { Value: string source } ? source : null,
        };
        tracked.SetTag("service", service);
        if (logEvent is { TraceId: { } trace, SpanId: { } span })
        {
            tracked.Contexts.Trace.TraceId = SentryId.Parse(trace.ToHexString());
            tracked.Contexts.Trace.SpanId = SpanId.Parse(span.ToHexString());
        }

        client.CaptureEvent(tracked);
    }

    public void Dispose() => client.Dispose();

    private static bool IsDsn(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo is [not ':', ..] && uri.AbsolutePath[^1] != '/';

    private static SentryEvent Bared(SentryEvent tracked)
    {
        // What tells one machine from another stands in it.
        tracked.User = new SentryUser();
        foreach (var fault in tracked.SentryExceptions ?? [])
        {
            fault.Value = fault.Value is { } said ? Personal().Replace(said.Length > LongestText ? said[..LongestText] : said, "(left out)") : null;
            fault.Mechanism?.Data.Clear();
        }

        return tracked;
    }

    /// <summary>E-mail addresses, JSON web tokens, and what follows the word Bearer.</summary>
    [GeneratedRegex(@"[^\s@""'<>()]+@[^\s@""'<>()]+|\beyJ[\w-]+\.[\w.-]+|(?<=\bBearer\s+)\S+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Personal();
}
