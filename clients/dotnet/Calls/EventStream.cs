using System.Runtime.CompilerServices;
using System.Text;

namespace Messaging.Client;

/// <summary>Server-sent events of one path, over as many connections as it takes.</summary>
internal sealed class EventStream(Api api, TimeProvider time, string path, string? behind, Func<Task>? opened)
{
    /// <summary>The platform says something each 15 s.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="ProblemException">It cannot be opened, and trying again would not help.</exception>
    public async IAsyncEnumerable<(string? Id, string Data)> Read([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lastEventId = behind;
        while (true)
        {
            var call = Api.Reading(path) with { Headers = lastEventId is { } id ? [("Last-Event-ID", id)] : [] };
            var body = await api.Stream(call, cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                using var reader = new StreamReader(body, Encoding.UTF8);
                if (opened is not null)
                {
                    await opened().ConfigureAwait(false);
                }

                using var silence = new CancellationTokenSource(Silence, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
                while (await Next(reader, silence, either.Token, cancellationToken).ConfigureAwait(false) is { } read)
                {
                    lastEventId = read.Id ?? lastEventId;
                    yield return read;
                }
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
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
