using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Messaging.Client;

namespace Drills.Api;

/// <summary>One caller of the REST API, nobody or the user who signed in, for whom each answer counts as it is.</summary>
public sealed class ApiClient : IDisposable
{
    public const string Password = "Correct-horse-7";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    /// <param name="around">Stands between this client and the network.</param>
    /// <param name="isPatient">Whether <see cref="Typed"/> asks again what is busy or away: only where parts are taken away.</param>
    public ApiClient(Uri address, Func<HttpMessageHandler, HttpMessageHandler>? around = null, bool isPatient = false)
    {
        var handler = new SocketsHttpHandler { UseCookies = false };
        http = new HttpClient(around?.Invoke(handler) ?? handler) { BaseAddress = address };
        Typed = new MessagingClient(new MessagingClientOptions { Address = address, Retries = isPatient ? 10 : 0, LongestWait = TimeSpan.FromSeconds(2) }, http);
        Typed.Sessions.Changed += Follow;
    }

    /// <summary>The same caller, signed in by <see cref="SignUp"/> and <see cref="LogIn"/>: a refusal is thrown.</summary>
    public MessagingClient Typed { get; }

    /// <summary>Empty until <see cref="LogIn"/>.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Empty until <see cref="LogIn"/>.</summary>
    public string Email { get; private set; } = "";

    public string AccessToken { get; private set; } = "";

    public string RefreshToken { get; private set; } = "";

    public Task<ApiAnswer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<ApiAnswer> Post(string path, object? body = null, string? idempotencyKey = null) => Send(HttpMethod.Post, path, body, idempotencyKey);

    public Task<ApiAnswer> Patch(string path, object body) => Send(HttpMethod.Patch, path, body);

    public Task<ApiAnswer> Put(string path, object body) => Send(HttpMethod.Put, path, body);

    public Task<ApiAnswer> Delete(string path) => Send(HttpMethod.Delete, path);

    public async Task<ApiAnswer> Send(HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
        }

        if (AccessToken.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var patience = new CancellationTokenSource(Patience);
        using var response = await http.SendAsync(request, patience.Token);
        var text = await response.Content.ReadAsStringAsync(patience.Token);
        return new ApiAnswer(response.StatusCode, text, response.Headers.Location);
    }

    /// <summary>Registers an account with a fresh address and signs in.</summary>
    public async Task<ApiClient> SignUp(string? email = null)
    {
        email ??= $"user-{Guid.NewGuid():N}@example.com";
        await Typed.Users.Register(email, Password);
        return await LogIn(email, Password);
    }

    public async Task<ApiClient> LogIn(string email, string password)
    {
        await Typed.Sessions.LogIn(email, password);
        return this;
    }

    /// <summary>Stays who it was when it is refused.</summary>
    /// <returns>Null when it is not.</returns>
    public async Task<ProblemException?> TryLogIn(string email, string password)
    {
        try
        {
            await Typed.Sessions.LogIn(email, password);
            return null;
        }
        catch (ProblemException e)
        {
            return e;
        }
    }

    /// <summary>Uses a token that another client got; <see cref="Typed"/> does not.</summary>
    public ApiClient With(string accessToken)
    {
        AccessToken = accessToken;
        return this;
    }

    public void Dispose() => Typed.Dispose();

    /// <summary>Of a session that has ended its tokens stay, for whoever looks how they are refused.</summary>
    private void Follow(Session? session)
    {
        if (session is not null)
        {
            (UserId, Email, AccessToken, RefreshToken) = (session.User.Id, session.User.Email, session.AccessToken, session.RefreshToken);
        }
    }
}

public sealed record ApiAnswer(HttpStatusCode Status, string Body, Uri? Location)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement.Clone();

    public Guid Id => Json.GetProperty("id").GetGuid();

    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>The platform is away or had no answer in time: a careful client asks again.</summary>
    public bool IsUnavailable => Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    public ApiAnswer Expect(HttpStatusCode status) =>
        Status == status ? this : throw new InvalidOperationException($"Expected {(int)status}, got {(int)Status}: {Body}");

    public string Text(string name) => Json.GetProperty(name).GetString()!;

    public IReadOnlyList<JsonElement> Items => [.. Json.GetProperty("items").EnumerateArray()];
}
