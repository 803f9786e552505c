using System.Diagnostics;
using System.Net;
using Drills.Api;
using Microsoft.AspNetCore.SignalR.Client;

namespace Flow.Tests.Presence;

/// <summary>Somebody at the hub who comes back whenever his connection has ended, as a page does, until he goes.</summary>
internal abstract class Attendee(Uri address, ApiClient user) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource gone = new();
    private readonly SemaphoreSlim signingIn = new(1);
    private readonly Stopwatch coming = new();
    private readonly Stopwatch there = new();
    private HubConnection? hub;
    private Task staying = Task.CompletedTask;

    public ApiClient User => user;

    /// <summary>Since he came first, whatever broke meanwhile.</summary>
    public TimeSpan There => there.Elapsed;

    /// <summary>Since he began to come: the server may have known him long before he heard of it.</summary>
    public TimeSpan AtMostThere => coming.Elapsed;

    protected HubConnection Hub => hub ?? throw new InvalidOperationException("He has not come yet.");

    public async Task Come()
    {
        coming.Start();
        var ended = await Connect();
        there.Start();
        staying = Stay(ended);
    }

    /// <summary>If his session has ended meanwhile.</summary>
    /// <returns>Whether he is signed in.</returns>
    public async Task<bool> SignInAgain()
    {
        await signingIn.WaitAsync();
        try
        {
            return (await user.Get("/auth/me")).Status switch
            {
                HttpStatusCode.OK => true,
                HttpStatusCode.Unauthorized => await user.TryLogIn(user.Email, ApiClient.Password) is null,
                _ => false,
            };
        }
        catch (HttpRequestException)
        {
            return false;
        }
        finally
        {
            signingIn.Release();
        }
    }

    /// <summary>For good, without a word: his browser is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!there.IsRunning)
        {
            return;
        }

        there.Stop();
        coming.Stop();
        await gone.CancelAsync();
        await staying;
        if (hub is not null)
        {
            await hub.DisposeAsync();
        }

        gone.Dispose();
        signingIn.Dispose();
    }

    /// <summary>Hears what a connection is told; before it is there.</summary>
    protected virtual void Listen(HubConnection connection)
    {
    }

    /// <summary>What he does with each connection first.</summary>
    protected abstract Task Enter(HubConnection connection);

    private async Task Stay(Task ended)
    {
        try
        {
            while (true)
            {
                await ended.WaitAsync(gone.Token);
                ended = await ComeBack();
            }
        }
        catch (Exception) when (gone.IsCancellationRequested)
        {
            // On his way back he has gone.
        }
    }

    private async Task<Task> ComeBack()
    {
        while (true)
        {
            try
            {
                return await Connect();
            }
            catch (Exception) when (!gone.IsCancellationRequested)
            {
                await Task.Delay(Pause, gone.Token);
                await SignInAgain();
            }
        }
    }

    /// <returns>Done when the connection has ended.</returns>
    private async Task<Task> Connect()
    {
        var connection = FlowScenarios.Hub(address, user.AccessToken);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += _ =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        Listen(connection);
        try
        {
            await connection.StartAsync(gone.Token);
            await Enter(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        var before = hub;
        hub = connection;
        if (before is not null)
        {
            await before.DisposeAsync();
        }

        return ended.Task;
    }
}
