namespace Hosting.Health;

/// <summary><c>--healthcheck URL</c>: asks a running host, for container images that have no other program to ask with.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Uri? Asked(string[] args) =>
        args is ["--healthcheck", var url] && Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : null;

    /// <returns>0 when the answer is a success, otherwise 1.</returns>
    public static async Task<int> Run(Uri url)
    {
        using var client = new HttpClient();
        client.Timeout = Patience;
        try
        {
            using var answer = await client.GetAsync(url);
            await Console.Out.WriteLineAsync($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url}: {e.Message}");
            return 1;
        }
    }
}
