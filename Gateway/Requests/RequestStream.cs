using System.Security.Claims;
using Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Gateway.Requests;

internal static class RequestStreamRoute
{
    private const string ContentType = "text/event-stream";
    private const string Comment = ":\n\n";

    /// <summary>How often a stream is written to; one whose reader is gone is found by then.</summary>
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(15);

    private static readonly Problem TooMany = new(
        Codes.TooManyStreams,
        "As many event streams are open as may be, by you or by all: close one, or open it again in a while.",
        data: Problem.RetryIn(TickInterval));

    public static void Map(RouteGroupBuilder requests) => requests.MapGet("/stream", Handle)
        .WithName("RequestStream").WithSummary("The caller's request changes as server-sent events, as long as the session lasts; with Last-Event-ID first what has changed since")
        .Produces<string>(StatusCodes.Status200OK, ContentType)
        .Refuses(Codes.TooManyStreams);

    private static async Task Handle(
        HttpContext context,
        ClaimsPrincipal caller,
        RequestStreams streams,
        CurrentSessions sessions,
        MissedChanges missed,
        IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId)
    {
        using var stream = streams.Open(caller.Id());
        if (stream is null)
        {
            await TooMany.ExecuteAsync(context);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, stream.Dropped);
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            using var timer = new PeriodicTimer(TickInterval, time);
            await Write(context.Response, Comment, end.Token);
            if (HeadRequests.IsHead(context))
            {
                return;
            }

            if (!string.IsNullOrEmpty(lastEventId))
            {
                // What changes meanwhile waits in the stream. A reader who cannot be told now comes again with the same id.
                if (await missed.Since(lastEventId, caller.Caller(), end.Token) is not { } changes)
                {
                    return;
                }

                foreach (var change in changes.Where(change => stream.Advance(change.Id, change.Timeline.Count)))
                {
                    await Write(context.Response, RequestFrame.Of(change, json.Value.SerializerOptions), end.Token);
                }
            }

            await Run(context, stream, sessions, timer, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader left or fell behind, or the host stops.
        }
    }

    private static async Task Run(HttpContext context, OpenStream stream, CurrentSessions sessions, PeriodicTimer timer, CancellationToken end)
    {
        var session = context.Features.GetRequiredFeature<CallerSession>();
        var tick = timer.WaitForNextTickAsync(end).AsTask();
        var ready = stream.Frames.WaitToReadAsync(end).AsTask();
        while (true)
        {
            if (await Task.WhenAny(tick, ready) == tick)
            {
                await tick;
                if (!await Lasts(sessions, session, end))
                {
                    return;
                }

                await Write(context.Response, Comment, end);
                tick = timer.WaitForNextTickAsync(end).AsTask();
            }
            else
            {
                await ready;
                if (!await Lasts(sessions, session, end))
                {
                    return;
                }

                while (stream.Frames.TryRead(out var frame))
                {
                    await Write(context.Response, frame, end);
                }

                ready = stream.Frames.WaitToReadAsync(end).AsTask();
            }
        }
    }

    /// <summary>A session that cannot be checked is not trusted.</summary>
    private static async Task<bool> Lasts(CurrentSessions sessions, CallerSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.Holds(session, cancellationToken);
        }
        catch (UnavailableException)
        {
            return false;
        }
    }

    private static async Task Write(HttpResponse response, string frame, CancellationToken cancellationToken)
    {
        await response.WriteAsync(frame, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
