namespace Messaging.Client;

/// <summary>Calls as one caller: what all groups of methods stand on.</summary>
/// <param name="idempotencyKey">Of every mutation; null makes one for each.</param>
internal sealed class Api(Sender sender, Credentials credentials, string? idempotencyKey = null)
{
    /// <summary>Its routes heed no key.</summary>
    private const string Authentication = "/auth/";

    public Sender Sender => sender;

    public Credentials Credentials => credentials;

    public Task<T> Get<T>(string path, CancellationToken cancellationToken) => Send<T>(Reading(path), cancellationToken);

    public Pages<T> List<T>(string path, Query? query = null) => new(this, path, query ?? Query.None);

    public Task<T> Post<T>(string path, object? body, CancellationToken cancellationToken) => Send<T>(Mutation(HttpMethod.Post, path, body), cancellationToken);

    public Task Post(string path, object? body, CancellationToken cancellationToken) => Send(Mutation(HttpMethod.Post, path, body), cancellationToken);

    public Task<T> Put<T>(string path, object? body, CancellationToken cancellationToken) => Send<T>(Mutation(HttpMethod.Put, path, body), cancellationToken);

    public Task Put(string path, object? body, CancellationToken cancellationToken) => Send(Mutation(HttpMethod.Put, path, body), cancellationToken);

    public Task<T> Patch<T>(string path, object body, CancellationToken cancellationToken) => Send<T>(Mutation(HttpMethod.Patch, path, body), cancellationToken);

    public Task<T> Delete<T>(string path, CancellationToken cancellationToken) => Send<T>(Mutation(HttpMethod.Delete, path, null), cancellationToken);

    public Task Delete(string path, CancellationToken cancellationToken, object? body = null) => Send(Mutation(HttpMethod.Delete, path, body), cancellationToken);

    /// <summary>As nobody: no token, and no key, which would be heeded of nobody.</summary>
    public Task<T> PostAnonymously<T>(string path, object body, CancellationToken cancellationToken) => Send<T>(Anonymous(path, body), cancellationToken);

    /// <inheritdoc cref="PostAnonymously{T}"/>
    public Task PostAnonymously(string path, object body, CancellationToken cancellationToken) => Send(Anonymous(path, body), cancellationToken);

    public Task<T> Send<T>(Call call, CancellationToken cancellationToken) => sender.Send<T>(call, credentials, cancellationToken);

    public Task Send(Call call, CancellationToken cancellationToken) => sender.Send(call, credentials, (_, _) => Task.FromResult(true), cancellationToken);

    /// <summary>The body as it comes; disposing of the stream ends the answer.</summary>
    public Task<Stream> Stream(Call call, CancellationToken cancellationToken) => sender.Send(
        call with { IsStreamed = true },
        credentials,
        (response, token) => response.Content.ReadAsStreamAsync(token),
        cancellationToken);

    public static Call Reading(string path) => new(HttpMethod.Get, path) { IsRepeatable = true };

    public Call Mutation(HttpMethod method, string path, object? body)
    {
        var key = path.StartsWith(Authentication, StringComparison.Ordinal) ? null : idempotencyKey ?? Guid.NewGuid().ToString();
        return new Call(method, path) { IdempotencyKey = key, IsRepeatable = key is not null }.With(body);
    }

    private static Call Anonymous(string path, object body) => new Call(HttpMethod.Post, path) { IsAnonymous = true }.With(body);
}
