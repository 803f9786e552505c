using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Testing.Processes;

namespace Testing.Servers;

/// <summary>As <c>deploy/nginx</c> configures it, before two Gateways on this machine, with a certificate that the script has made.</summary>
public sealed class NginxServer(int first, int second) : RealServer("nginx")
{
    private static readonly string? Program = Programs.Find("nginx", ["/usr/sbin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')]);

    private string? thumbprint;

    public static bool IsInstalled => Program is not null && Programs.Find("openssl") is not null;

    /// <summary>The port of the console.</summary>
    public int Console { get; init; } = Ports.Free();

    public override string ConnectionString => $"https://127.0.0.1:{Port}";

    public Uri Address => new(ConnectionString);

    /// <summary>A line for each request.</summary>
    public string Log => File.ReadAllText(LogFile);

    private string LogFile => Path.Combine(Folder, "access.log");

    private string Configuration => Path.Combine(Folder, "nginx.conf");

    /// <summary>Trusts its certificate.</summary>
    /// <param name="from">The address of this machine that the client has.</param>
    public SocketsHttpHandler Client(IPAddress? from = null) => (SocketsHttpHandler)Trusting(new SocketsHttpHandler
    {
        UseCookies = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <summary>The same client, which trusts its certificate.</summary>
    public HttpMessageHandler Trusting(HttpMessageHandler handler)
    {
        ((SocketsHttpHandler)handler).SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOwn(certificate);
        return handler;
    }

    public bool IsOwn(X509Certificate? certificate) => certificate?.GetCertHashString() == thumbprint;

    private protected override async Task Prepare()
    {
        var secrets = Path.Combine(Folder, ".env");
        await OwnedProcess.Run(ServiceUsers.Script("compose-secrets.sh"), [secrets]);
        var made = File.ReadLines(secrets).Select(line => line.Split('=', 2)).ToDictionary(line => line[0], line => line[1]);
        var tls = Directory.CreateDirectory(Path.Combine(Folder, "tls")).FullName;
        var certificate = Convert.FromBase64String(made["TLS_CERTIFICATE"]);
        await File.WriteAllBytesAsync(Path.Combine(tls, "certificate.pem"), certificate);
        await File.WriteAllBytesAsync(Path.Combine(tls, "key.pem"), Convert.FromBase64String(made["TLS_KEY"]));
        using var own = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(certificate));
        thumbprint = own.GetCertHashString();

        await File.WriteAllTextAsync(Configuration, (await File.ReadAllTextAsync(ServiceUsers.Script("nginx/nginx.conf")))
            .Replace("172.31.252.11:8080", $"127.0.0.1:{first}", StringComparison.Ordinal)
            .Replace("172.31.252.12:8080", $"127.0.0.1:{second}", StringComparison.Ordinal)
            .Replace("172.31.252.13:8080", $"127.0.0.1:{Console}", StringComparison.Ordinal)
            .Replace("listen 8443", $"listen 127.0.0.1:{Port}", StringComparison.Ordinal)
            .Replace("/tmp/", $"{Folder}/", StringComparison.Ordinal)
            .Replace("/dev/stdout", LogFile, StringComparison.Ordinal));
    }

    /// <summary>One process: workers would outlive a master that is killed.</summary>
    private protected override OwnedProcess Launch() => OwnedProcess.Start(Program!, ["-p", Folder, "-c", Configuration, "-g", "daemon off; master_process off;"]);

    /// <summary>Plain HTTP is answered in plain.</summary>
    private protected override Task<bool> Serves() => Answers("GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 400");
}
