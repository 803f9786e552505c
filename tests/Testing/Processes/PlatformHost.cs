namespace Testing.Processes;

/// <summary>Platform as a process, with a data folder of its own.</summary>
public sealed class PlatformHost : IAsyncLifetime, IAsyncDisposable
{
    public PlatformHost()
        : this(TestAccounts.Environment, null)
    {
    }

    private PlatformHost(Dictionary<string, string> environment, string? root)
    {
        Folder = root is null ? Directory.CreateTempSubdirectory("platform-").FullName : Directory.CreateDirectory(Path.Combine(root, "data")).FullName;
        Process = new ServiceProcess("Platform", Ports.Free(), environment, "--data", Folder);
    }

    /// <summary>Everything that it keeps.</summary>
    public string Folder { get; }

    public ServiceProcess Process { get; }

    public Uri Address => Process.Address;

    /// <summary>With settings besides the usual ones, by the names of their environment variables.</summary>
    public static PlatformHost With(params (string Key, string Value)[] settings) => On(null, settings);

    /// <inheritdoc cref="With"/>
    /// <param name="root">Where its folder is.</param>
    /// <param name="settings">By the names of their environment variables.</param>
    public static PlatformHost On(string? root, params (string Key, string Value)[] settings)
    {
        var environment = TestAccounts.Environment;
        foreach (var (key, value) in settings)
        {
            environment[key] = value;
        }

        return new PlatformHost(environment, root);
    }

    /// <summary>Starts it when it does not run; completes when it is ready.</summary>
    public async Task InitializeAsync()
    {
        if (!Process.IsRunning)
        {
            Process.Start();
        }

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
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
