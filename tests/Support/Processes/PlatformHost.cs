namespace Support.Processes;

/// <summary>Platform as a process, with a data folder of its own.</summary>
public sealed class PlatformHost : IAsyncLifetime, IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("platform-").FullName;

    public PlatformHost()
    {
        Process = new ServiceProcess("Platform", Ports.Free(), TestAccounts.Environment, "--data", folder);
    }

    public ServiceProcess Process { get; }

    public Uri Address => Process.Address;

    public async Task InitializeAsync()
    {
        Process.Start();
        await Process.Ready();
    }

    /// <summary>kill -9, and a new process on the same data.</summary>
    public async Task KillAndRestart()
    {
        await Process.Kill();
        await InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
