using Hosting.Logging;
using System.Security.Cryptography;
using Http.Deadlines;
using Http.Problems;
using Http.Validation;

namespace Http.Idempotency;

/// <summary>Answers a repeated mutation with the first success instead of doing it again. What was refused changed nothing: it is judged anew.</summary>
public sealed class IdempotencyMiddleware(
    RequestDelegate next, IIdempotencyRecords records, IdempotencySettings settings, TimeProvider time, ILogger<IdempotencyMiddleware> logger)
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 128;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    public async Task Invoke(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (!context.Request.Headers.TryGetValue(Header, out var keys)
            || endpoint?.TakesIdempotencyKey(context.Request.Method) != true
            || context.User.Identity?.IsAuthenticated != true)
        {
            await next(context);
            return;
        }

        if (keys.Count != 1 || keys[0] is not { Length: >= 1 and <= LongestKey } key)
        {
            await new Faults(time.GetUtcNow()).Add(Header, $"has 1 to {LongestKey} characters, once.").ToProblem()!.ExecuteAsync(context);
            return;
        }

        var scope = IdempotencyScope.Of(context, key, await BufferedBody.Read(context));
        context.Features.Set(scope);
        var own = new IdempotencyRecord(Guid.NewGuid(), scope.BodyHash);
        var (record, waited) = await FirstAnswer(scope, own, context.RequestAborted);
        if (record.BodyHash != scope.BodyHash)
        {
            await new Problem("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used with another body: use a new key for a new request.").ExecuteAsync(context);
        }
        else if (record.Answer is { } answer)
        {
            await Open(scope, answer).Write(context.Response);
        }
        else if (record.ClaimId != own.ClaimId)
        {
            await new Problem("IDEMPOTENCY_IN_PROGRESS", "The first request with this Idempotency-Key is still running: send it again in a while.").ExecuteAsync(context);
        }
        else
        {
            if (waited)
            {
                context.RequestServices.GetRequiredService<Deadline>().Restart();
            }

            await Run(context, endpoint, scope, own);
        }
    }

    /// <summary>The record to go by: an answer, another body, our own claim, or a claim that lasts longer than we wait.</summary>
    private async Task<(IdempotencyRecord Record, bool Waited)> FirstAnswer(IdempotencyScope scope, IdempotencyRecord own, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var waited = false; ; waited = true)
        {
            var record = await Claim(scope, own, cancellationToken);
            var final = record.Answer is not null || record.ClaimId == own.ClaimId || record.BodyHash != scope.BodyHash;
            if (final || time.GetElapsedTime(start) >= settings.Wait)
            {
                return (record, waited);
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    private async Task<IdempotencyRecord> Claim(IdempotencyScope scope, IdempotencyRecord own, CancellationToken cancellationToken)
    {
        try
        {
            return await records.Claim(scope.Key, own, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Unavailable(e);
        }
    }

    /// <summary>What was answered cannot be told, but it was a success: the request must not run again.</summary>
    private static KeptAnswer Open(IdempotencyScope scope, string answer) =>
        scope.Open(answer) ?? throw Unavailable(new CryptographicException("A kept answer is not what was kept under this key."));

    private static UnavailableException Unavailable(Exception e) => new("The store of idempotency keys", e);

    private async Task Run(HttpContext context, Endpoint endpoint, IdempotencyScope scope, IdempotencyRecord own)
    {
        KeptAnswer? answer = null;
        try
        {
            answer = await KeptAnswer.Capture(context, next);
        }
        finally
        {
            var isKept = answer is { Status: >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices }
                && answer.Body.Length <= settings.LargestAnswer
                && scope.KeepsAnswer
                && endpoint.KeepsAnswer();
            await Settle(scope, own, isKept ? answer : null);
        }

        await answer.Write(context.Response);
    }

    private async Task Settle(IdempotencyScope scope, IdempotencyRecord own, KeptAnswer? answer)
    {
        try
        {
            // Not cancelled with the caller: the outcome stands although he left.
            await (answer is null
                ? records.Release(scope.Key, own, CancellationToken.None)
                : records.Keep(scope.Key, own with { Answer = scope.Seal(answer) }, CancellationToken.None));
        }
        catch (Exception e)
        {
            // The answer is given all the same; the claim ends with its lease, and resource ids repeat.
            logger.LogWarning(Outage.Event, e, "An idempotency record could not be kept");
        }
    }
}
