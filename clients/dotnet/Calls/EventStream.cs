using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Messaging.Client;

/// <summary>Server-sent events of one path, over as many connections as it takes.</summary>
internal sealed class EventStream(Api api, TimeProvider time, string path, string? behind, Func<Task>? opened)
{
    /// <summary>The platform says something each 15 s.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <exception cref="ProblemException">It cannot be opened, and trying again would not help.</exception>
    public async IAsyncEnumerable<(string? Id, string Data)> Read([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lastEventId = behind;
        for (var before = 0; ; before++)
        {
            var start = time.GetTimestamp();
            var (body, asked) = await Open(lastEventId, cancellationToken).ConfigureAwait(false);
            if (body is not null)
            {
                await using var closed = body.ConfigureAwait(false);
                using var reader = new StreamReader(body, Encoding.UTF8);
                if (opened is not null)
                {
                    await opened().ConfigureAwait(false);
                }

                using var silence = new CancellationTokenSource(Silence, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
                while (await Next(reader, silence, either.Token, cancellationToken).ConfigureAwait(false) is { } read)
                {
                    (lastEventId, before) = (read.Id ?? lastEventId, 0);
                    yield return read;
                }

                // What is opened and lost at once is no better than what is not opened.
                before = time.GetElapsedTime(start) > LongestPause ? 0 : before;
            }

            var pause = Retries.Pause(FirstPause, before, LongestPause, Random.Shared.NextDouble());
            await Task.Delay(asked > pause ? asked.Value : pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Null where it cannot be opened now; Asked: for how long the platform wants to be left alone.</summary>
    private async Task<(Stream? Body, TimeSpan? Asked)> Open(string? lastEventId, CancellationToken cancellationToken)
    {
        var call = Api.Reading(path) with { Headers = lastEventId is { } id ? [("Last-Event-ID", id)] : [] };
        try
        {
            return (await api.Stream(call, cancellationToken).ConfigureAwait(false), null);
        }
        catch (ProblemException e) when (e.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
        {
            return (null, e.RetryAfter);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return (null, null);
        }
    }

    /// <summary>The next event; null when the connection is lost, silent, or at its end.</summary>
    private static async Task<(string? Id, string Data)?> Next(StreamReader reader, CancellationTokenSource silence, CancellationToken end, CancellationToken cancellationToken)
    {
        string? id = null;
        var data = new StringBuilder();
        try
        {
            while (await reader.ReadLineAsync(end).ConfigureAwait(false) is { } line)
            {
                silence.CancelAfter(Silence);
                var (field, value) = Split(line);
                switch (field)
                {
                    case "id":
                        id = value;
                        break;
                    case "data":
                        data.Append(data.Length > 0 ? "\n" : "").Append(value);
                        break;
                    case "" when line.Length == 0 && data.Length > 0:
                        return (id, data.ToString());
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // As at its end.
        }

        return null;
    }

    private static (string Field, string Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].TrimStart(' '));
    }
}
