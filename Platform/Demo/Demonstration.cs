using Messaging.Client;
using Platform.Secrets;

namespace Platform.Demo;

/// <summary><c>--demo</c>: runs the platform, walks through its own API, and ends.</summary>
internal static class Demonstration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>0 when every step was answered as expected, otherwise 1.</returns>
    public static async Task<int> Run(PlatformOptions options)
    {
        // Whoever else it serves may not reach this machine through it.
        var isAlone = options is { Folder: null, Urls: null };
        var temporary = options.Folder is null ? Directory.CreateTempSubdirectory("messaging-demo-") : null;
        try
        {
            var started = new TaskCompletionSource<WebApplication>(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = PlatformHost.Run(
                options with
                {
                    Folder = options.Folder ?? temporary!.FullName,
                    Urls = options.Urls ?? "http://127.0.0.1:0",

                    // No mail leaves this machine, and what is synced is on it.
                    Settings = ["--Serilog:MinimumLevel:Default=Warning", .. options.Settings, "--Mail:Smtp=", .. isAlone ? ["--Campaigns:AllowPrivateNetworks=true"] : Array.Empty<string>()],
                },
                (app, _) => started.TrySetResult(app));
            if (await Task.WhenAny(started.Task, running) == running)
            {
                return await running is var code and not 0 ? code : 1;
            }

            var host = await started.Task;
            var walked = await Walk(host, isAlone);
            host.Lifetime.StopApplication();
            var stopped = await running;
            return walked ? stopped : 1;
        }
        finally
        {
            temporary?.Delete(recursive: true);
        }
    }

    private static async Task<bool> Walk(WebApplication app, bool isAlone)
    {
        var address = new Uri(app.Urls.First());
        try
        {
            await Ready(address);
            await new Walkthrough(
                address,
                app.Configuration[LocalSecrets.AdminEmailKey]!,
                app.Configuration[LocalSecrets.AdminPasswordKey]!,
                Path.Combine(app.Configuration["Storage:Folder"]!, "mail"),
                isAlone,
                Console.Out).Run();
            Console.WriteLine("\nEvery step was answered as expected.");
            return true;
        }
        catch (Exception e) when (e is DemoFailedException or MessagingException or HttpRequestException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"\nThe demonstration failed: {e.Message}");
            return false;
        }
    }

    private static async Task Ready(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"not ready: {await answer.Content.ReadAsStringAsync()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
