using System.Diagnostics;
using System.Net;
using Testing;
using Drills.Api;
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

    private readonly ApiClient admin = new(address);
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
    public ApiClient Admin => admin;

    /// <summary>Asks again while the platform has no answer: the first calls of fresh processes compile code on both sides.</summary>
    public static async Task<ApiAnswer> Answered(Func<Task<ApiAnswer>> call)
    {
        ApiAnswer? answer = null;
        await Wait.Until(async () => !(answer = await call()).IsUnavailable, () => $"an answer, not {answer?.Body}", Patience);
        return answer!;
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

        (await Answered(() => admin.TryLogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword))).Expect(HttpStatusCode.OK);
        var again = await ForEach(callers, caller => LogIn(caller.Email));
        callers.Clear();
        callers.AddRange(again);
        signedInAt = Stopwatch.GetTimestamp();
    }

    private async Task<Caller> SignUp(string email)
    {
        using var client = new ApiClient(address);
        var answer = await Answered(() => client.Post("/users", new { email, password = ApiClient.Password }));
        return answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict
            ? await LogIn(email)
            : throw new InvalidOperationException($"{email} was not registered: {answer.Body}");
    }

    private async Task<Caller> LogIn(string email)
    {
        using var client = new ApiClient(address);
        (await Answered(() => client.TryLogIn(email, ApiClient.Password))).Expect(HttpStatusCode.OK);
        return new Caller(email, client.UserId, client.AccessToken);
    }
}
