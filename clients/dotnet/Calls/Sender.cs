using System.Net;
using System.Net.Http.Headers;

namespace Messaging.Client;

/// <summary>Sends calls until they are answered, or until it is not worth it any more.</summary>
internal sealed class Sender(Func<HttpClient> http, Uri address, Retries retries, TimeProvider time)
{
    private const string Version = "api/v1";
    private const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Of a path of this version.</summary>
    public Uri AddressOf(string path) => new($"{address.AbsoluteUri.TrimEnd('/')}/{Version}{path}");

    public async Task<T> Send<T>(Call call, Credentials? credentials, CancellationToken cancellationToken)
    {
        var answer = await Send(call, credentials, ReadAll, cancellationToken).ConfigureAwait(false);
        return ClientJson.Read<T>(answer, $"{call.Method} {call.Path}");

        static Task<byte[]> ReadAll(HttpResponseMessage response, CancellationToken cancellationToken) => response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <param name="credentials">Null for nobody's.</param>
    /// <param name="read">Reads a success; what it loses on the way is tried again with the call.</param>
    /// <exception cref="ProblemException">The platform refuses.</exception>
    /// <exception cref="HttpRequestException">There is no answer, or none that can be read.</exception>
    /// <exception cref="TimeoutException">There is none in time.</exception>
    public async Task<T> Send<T>(Call call, Credentials? credentials, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var wasRenewed = false;
        for (var again = 0; ; again++)
        {
            var token = call.IsAnonymous || credentials is null ? null : await credentials.Token(cancellationToken).ConfigureAwait(false);
            Exception failure;
            Outcome outcome;
            try
            {
                return await Try(call, token, PatienceOf(call, start), read, cancellationToken).ConfigureAwait(false);
            }
            catch (ProblemException e) when (e.Status == HttpStatusCode.Unauthorized && e.Code == Codes.Unauthenticated && token is not null && !wasRenewed)
            {
                // Nothing was done: the session's token had ended, maybe because another call renewed it.
                if (!await credentials!.Renew(token, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }

                wasRenewed = true;
                again--;
                continue;
            }
            catch (ProblemException e)
            {
                (failure, outcome) = (e, new Outcome(e.Status, e.Code, e.RetryAfter));
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
            {
                (failure, outcome) = (e, new Outcome(null, IsUnsent: e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }));
            }

            if (retries.After(outcome, again, call.IsRepeatable, Random.Shared.NextDouble()) is not { } wait
                || time.GetElapsedTime(start) + wait >= call.RepeatableFor)
            {
                throw failure is IOException ? new HttpRequestException(failure.Message, failure) : failure;
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A try that outlasts the time for which it is safe could arrive after it.</summary>
    private TimeSpan PatienceOf(Call call, long start) =>
        call.RepeatableFor - time.GetElapsedTime(start) is { } left && left < call.Patience ? left : call.Patience;

    private async Task<T> Try<T>(Call call, string? token, TimeSpan longest, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(longest > TimeSpan.Zero ? longest : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        HttpResponseMessage? response = null;
        var isHandedOn = false;
        try
        {
            using var request = Request(call, token);
            response = await http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw ProblemException.Of(response, await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false), time.GetUtcNow());
            }

            var result = await read(response, either.Token).ConfigureAwait(false);
            isHandedOn = call.IsStreamed;
            return result;
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{call.Method} {call.Path} was not answered within {longest.TotalSeconds} s.", e);
        }
        finally
        {
            if (!isHandedOn)
            {
                response?.Dispose();
            }
        }
    }

    private HttpRequestMessage Request(Call call, string? token)
    {
        var request = new HttpRequestMessage(call.Method, AddressOf(call.Path));
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (call.IdempotencyKey is { } key)
        {
            request.Headers.Add(IdempotencyKey, key);
        }

        foreach (var (name, value) in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
