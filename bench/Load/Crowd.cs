using System.Diagnostics;
using System.Net;
using Testing;
using Drills.Api;
using Messaging.Client;
using Testing.Processes;

namespace Bench.Load;

/// <summary>The users of one platform, and its administrator; made, and signed in again, while no clock runs.</summary>
/// <param name="earlier">Who was made before, on a platform that has been started again since.</param>
internal sealed class Crowd(Uri address, IReadOnlyList<Caller>? earlier = null) : IDisposable
{
    private const int AtOnce = 4;

    /// <summary>Access tokens hold for 15 minutes.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly MessagingClient admin = Client(address);
    private readonly List<Caller> callers = [.. earlier ?? []];
    private long signedInAt;

    /// <summary>Who was made so far.</summary>
    public IReadOnlyList<Guid> UserIds => [.. callers.Select(caller => caller.UserId)];

    /// <summary>So many users, all with tokens that outlast a round, as the administrator's does; tokens from before may end.</summary>
    public async Task<IReadOnlyList<Caller>> Callers(int count)
    {
        await Refresh();
        var missing = Enumerable.Range(callers.Count, Math.Max(0, count - callers.Count)).Select(_ => $"load-{Guid.NewGuid():N}@example.com");
        callers.AddRange(await ForEach(missing, SignUp));
        return callers[..count];
    }

    /// <summary>Signed in by <see cref="Callers"/>.</summary>
    public MessagingClient Admin => admin;

    /// <summary>The same, for what is measured.</summary>
    public Caller Operator => Caller.Of(admin.Sessions.Current!);

    /// <summary>One of the users, for what is not.</summary>
    public MessagingClient As(Caller caller)
    {
        var client = Client(address);
        client.Sessions.Resume(caller.Session!);
        return client;
    }

    public static async Task<T[]> ForEach<TSource, T>(IEnumerable<TSource> sources, Func<TSource, Task<T>> act)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        return await Task.WhenAll(sources.Select(async source =>
        {
            await gate.WaitAsync();
            try
            {
                return await act(source);
            }
            finally
            {
                gate.Release();
            }
        }).ToList());
    }

    public void Dispose() => admin.Dispose();

    private async Task Refresh()
    {
        if (signedInAt != 0 && Stopwatch.GetElapsedTime(signedInAt) < Fresh)
        {
            return;
        }

        await Answered(() => admin.Sessions.LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword));
        var again = await ForEach(callers, caller => LogIn(caller.Email));
        callers.Clear();
        callers.AddRange(again);
        signedInAt = Stopwatch.GetTimestamp();
    }

    private async Task<Caller> SignUp(string email)
    {
        using var client = Client(address);
        try
        {
            await Answered(() => client.Users.Register(email, ApiClient.Password));
        }
        catch (ProblemException e) when (e.Code == Codes.EmailTaken)
        {
            // By a call whose answer was lost.
        }

        return await LogIn(email);
    }

    private async Task<Caller> LogIn(string email)
    {
        using var client = Client(address);
        return Caller.Of((await Answered(() => client.Sessions.LogIn(email, ApiClient.Password))).Session!);
    }

    /// <summary>The first calls of fresh processes compile code on both sides; it asks again.</summary>
    private static MessagingClient Client(Uri address) => new(new MessagingClientOptions { Address = address, Retries = 10, LongestWait = TimeSpan.FromSeconds(5) });

    /// <summary>For what the client does not repeat by itself.</summary>
    private static async Task<T> Answered<T>(Func<Task<T>> call)
    {
        T? answer = default;
        Exception? none = null;
        await Wait.Until(
            async () =>
            {
                try
                {
                    answer = await call();
                    return true;
                }
                catch (Exception e) when (e is TimeoutException or ProblemException { Status: HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout })
                {
                    none = e;
                    return false;
                }
            },
            () => $"an answer, not {none?.Message}",
            Patience);
        return answer!;
    }
}
