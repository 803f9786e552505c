using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Drills.Api;

namespace Drills.Load;

/// <summary>
/// One caller as a careful client is: each command has a key, and is sent again under it while there is no answer, or one that
/// says to try again; to another instance where there is one. A session that ended is begun anew.
/// </summary>
public sealed class CarefulClient(IReadOnlyList<Uri> addresses, string name, History history, ConcurrentBag<string> violations) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly ApiClient api = new(addresses[0], network => new Failover(addresses, network));
    private readonly SemaphoreSlim loggingIn = new(1);
    private string email = "";
    private string password = ApiClient.Password;

    public Guid UserId { get; private set; }

    public async Task<CarefulClient> SignUp()
    {
        email = $"{name}-{Guid.NewGuid():N}@example.com";

        // Carried out by an attempt whose answer was lost: the address is taken, by us.
        await Answer("POST /users", () => api.Post("/users", new { email, password }), HttpStatusCode.Created, HttpStatusCode.Conflict);
        await LogIn("");
        return this;
    }

    public async Task<CarefulClient> SignIn(string account, string secret)
    {
        (email, password) = (account, secret);
        await LogIn("");
        return this;
    }

    public Task<ApiAnswer> Get(string path) => SignedIn($"GET {path}", () => api.Get(path), HttpStatusCode.OK);

    /// <summary>Every item of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> All(string path)
    {
        var items = new List<JsonElement>();
        for (var next = path; ;)
        {
            var page = await Get(next);
            items.AddRange(page.Items);
            if (page.Json.GetProperty("nextCursor").GetString() is not { } cursor)
            {
                return items;
            }

            next = $"{path}&cursor={Uri.EscapeDataString(cursor)}";
        }
    }

    /// <param name="lawful">The answers of the contract.</param>
    public Task<ApiAnswer> Post(string path, object? body, params HttpStatusCode[] lawful)
    {
        var key = Guid.NewGuid().ToString();
        return SignedIn($"POST {path}", () => api.Post(path, body, key), lawful);
    }

    public Task<ApiAnswer> Put(string path, object body)
    {
        var key = Guid.NewGuid().ToString();
        return SignedIn($"PUT {path}", () => api.Send(HttpMethod.Put, path, body, key), HttpStatusCode.OK);
    }

    public void Dispose()
    {
        api.Dispose();
        loggingIn.Dispose();
    }

    private async Task<ApiAnswer> SignedIn(string what, Func<Task<ApiAnswer>> call, params HttpStatusCode[] lawful)
    {
        while (true)
        {
            var token = await Token();
            var answer = await Answer(what, call, [.. lawful, HttpStatusCode.Unauthorized]);
            if (answer.Status != HttpStatusCode.Unauthorized || token.Length == 0)
            {
                return answer;
            }

            await LogIn(token);
        }
    }

    /// <summary>Not while another call begins a session.</summary>
    private async Task<string> Token()
    {
        await loggingIn.WaitAsync();
        loggingIn.Release();
        return api.AccessToken;
    }

    /// <summary>The first answer that is one. Any but a lawful one breaks the contract.</summary>
    private async Task<ApiAnswer> Answer(string what, Func<Task<ApiAnswer>> call, params HttpStatusCode[] lawful)
    {
        ApiAnswer? answer = null;
        var isAnswered = await Patience.Within(
            Bound,
            async () =>
            {
                answer = await Attempt(what, call);
                return answer is not null && !IsToBeTriedAgain(answer);
            },
            Pause);
        if (!isAnswered)
        {
            violations.Add($"{name} {what} had no answer within {Bound.TotalSeconds:0} s");
            return answer ?? new ApiAnswer(HttpStatusCode.GatewayTimeout, "{}", null);
        }

        if (!lawful.Contains(answer!.Status))
        {
            violations.Add($"{name} {what} was answered with {(int)answer.Status}: {Short(answer)}");
        }

        return answer;
    }

    /// <summary>Null when the connection brought no answer.</summary>
    private async Task<ApiAnswer?> Attempt(string what, Func<Task<ApiAnswer>> call)
    {
        var begun = history.Now;
        try
        {
            var answer = await call();
            history.Call(begun, name, what, $"{(int)answer.Status} {Short(answer)}");
            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            history.Call(begun, name, what, e.Message);
            return null;
        }
    }

    /// <summary>Once for all calls that met the end of one session.</summary>
    private async Task LogIn(string ended)
    {
        await loggingIn.WaitAsync();
        try
        {
            if (api.AccessToken == ended)
            {
                var answer = await Answer("POST /auth/login", () => api.With("").Post("/auth/login", new { email, password }), HttpStatusCode.OK);
                if (answer.Status == HttpStatusCode.OK)
                {
                    UserId = answer.Json.GetProperty("user").GetProperty("id").GetGuid();
                    api.With(answer.Text("accessToken"));
                }
            }
        }
        finally
        {
            loggingIn.Release();
        }
    }

    /// <summary>Away, without an answer in time, or still at the first attempt.</summary>
    private static bool IsToBeTriedAgain(ApiAnswer answer) =>
        answer.IsUnavailable || (answer.Status == HttpStatusCode.Conflict && answer.Code == "IDEMPOTENCY_IN_PROGRESS");

    private static string Short(ApiAnswer answer) => answer.Body.Length > 300 ? answer.Body[..300] : answer.Body;
}
