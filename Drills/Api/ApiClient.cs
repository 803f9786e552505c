using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Drills.Api;

/// <summary>Calls the REST API as one caller: nobody, or the user who signed in.</summary>
public sealed class ApiClient : IDisposable
{
    public const string Password = "Correct-horse-7";

    private readonly HttpClient http;

    /// <param name="around">Stands between this client and the network.</param>
    public ApiClient(Uri address, Func<HttpMessageHandler, HttpMessageHandler>? around = null)
    {
        var handler = new SocketsHttpHandler { UseCookies = false };
        http = new HttpClient(around?.Invoke(handler) ?? handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

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

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ApiAnswer(response.StatusCode, text, response.Headers.Location);
    }

    /// <summary>Registers an account with a fresh address and signs in.</summary>
    public async Task<ApiClient> SignUp(string? email = null)
    {
        email ??= $"user-{Guid.NewGuid():N}@example.com";
        (await Post("/users", new { email, password = Password })).Expect(HttpStatusCode.Created);
        return await LogIn(email, Password);
    }

    public async Task<ApiClient> LogIn(string email, string password)
    {
        (await TryLogIn(email, password)).Expect(HttpStatusCode.OK);
        return this;
    }

    /// <summary>Stays who it was when the answer is another than 200.</summary>
    public async Task<ApiAnswer> TryLogIn(string email, string password)
    {
        var answer = await Post("/auth/login", new { email, password });
        if (answer.Status != HttpStatusCode.OK)
        {
            return answer;
        }

        var session = answer.Json;
        Email = email;
        UserId = session.GetProperty("user").GetProperty("id").GetGuid();
        AccessToken = session.GetProperty("accessToken").GetString()!;
        RefreshToken = session.GetProperty("refreshToken").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        return answer;
    }

    /// <summary>Uses a token that another client got.</summary>
    public ApiClient With(string accessToken)
    {
        AccessToken = accessToken;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return this;
    }

    /// <summary>Forgets its token; the session goes on.</summary>
    public void SignOut()
    {
        AccessToken = "";
        http.DefaultRequestHeaders.Authorization = null;
    }

    public void Dispose() => http.Dispose();
}

public sealed record ApiAnswer(HttpStatusCode Status, string Body, Uri? Location)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement.Clone();

    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>The platform is away or had no answer in time: a careful client asks again.</summary>
    public bool IsUnavailable => Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    public ApiAnswer Expect(HttpStatusCode status) =>
        Status == status ? this : throw new InvalidOperationException($"Expected {(int)status}, got {(int)Status}: {Body}");

    public string Text(string name) => Json.GetProperty(name).GetString()!;

    public IReadOnlyList<JsonElement> Items => [.. Json.GetProperty("items").EnumerateArray()];
}
