using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bench.Targets;
using Spectre.Console;
using Drills.Api;

namespace Bench.Scenarios;

/// <summary>
/// Whether the time of an answer tells an e-mail that has an account from one that has none: refused logins of both kinds
/// in turn, one at a time, and how far their distributions lie apart.
/// </summary>
internal static class LoginTimes
{
    private const int Attempts = 200;
    private const int AttemptsOfOneAccount = 8;
    private const int AttemptsOfOneAddress = 80;

    /// <summary>Of the two-sample Kolmogorov-Smirnov test at 1%: below it nothing tells the samples apart.</summary>
    private const double KolmogorovSmirnov = 1.63;

    public static async Task Run(Session session, CancellationToken cancellationToken)
    {
        foreach (var target in await session.Chosen())
        {
            await Run(target, session.Settings.Alternations);
        }
    }

    private static async Task Run(Target target, int rounds)
    {
        var emails = Enumerable.Range(0, (Attempts / AttemptsOfOneAccount) + 1).Select(i => $"known-{i}-{Guid.NewGuid():N}@example.com").ToList();
        foreach (var email in emails)
        {
            using var user = new ApiClient(target.Address);
            await user.SignUp(email);
        }

        for (var round = 0; round <= rounds; round++)
        {
            var (known, unknown) = (new List<double>(), new List<double>());
            for (var i = 0; i < Attempts; i++)
            {
                // The same length for both, and now one, now the other first.
                var email = emails[i / AttemptsOfOneAccount];
                using var http = await From(target, (round * Attempts * 2) + (i * 2));
                var stranger = $"known-{i / AttemptsOfOneAccount}-{Guid.NewGuid():N}@example.com";
                foreach (var isKnown in i % 2 == 0 ? new[] { true, false } : [false, true])
                {
                    (isKnown ? known : unknown).Add(await Refused(http, isKnown ? email : stranger));
                }
            }

            if (round > 0)
            {
                Print(target, round, known, unknown);
            }

            // Eight wrong passwords stay below the lock-out; the right one starts the count again.
            foreach (var email in emails)
            {
                using var user = new ApiClient(target.Address);
                await user.LogIn(email, ApiClient.Password);
            }
        }
    }

    private static void Print(Target target, int round, List<double> known, List<double> unknown)
    {
        var distance = Distance(known, unknown);
        var critical = KolmogorovSmirnov * Math.Sqrt((known.Count + unknown.Count) / ((double)known.Count * unknown.Count));
        var verdict = distance < critical ? "cannot be told apart" : "differ";
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name} round {round}, {known.Count} each: wrong password {Quantiles(known)}; unknown e-mail {Quantiles(unknown)}; KS distance {distance:F3}, critical at 1% {critical:F3}: {verdict}"));
    }

    private static string Quantiles(List<double> times)
    {
        var sorted = times.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"p10 {sorted[sorted.Count / 10]:F2} p50 {sorted[sorted.Count / 2]:F2} p90 {sorted[sorted.Count * 9 / 10]:F2} ms");
    }

    /// <summary>The greatest difference between the two distribution functions.</summary>
    private static double Distance(List<double> one, List<double> other) => one.Concat(other).Max(time =>
        Math.Abs((one.Count(t => t <= time) / (double)one.Count) - (other.Count(t => t <= time) / (double)other.Count)));

    private static async Task<double> Refused(HttpClient http, string email)
    {
        using var content = new StringContent($$"""{"email":"{{email}}","password":"Wrong-guess-1"}""", System.Text.Encoding.UTF8, "application/json");
        var start = Stopwatch.GetTimestamp();
        using var response = await http.PostAsync("/auth/login", content);
        await response.Content.ReadAsByteArrayAsync();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return response.StatusCode == HttpStatusCode.Unauthorized
            ? elapsed
            : throw new InvalidOperationException($"A wrong login was answered {(int)response.StatusCode}.");
    }

    /// <summary>From another loopback address after so many failures: one address is locked out after 100. Connected before the first call.</summary>
    private static async Task<HttpClient> From(Target target, int failures)
    {
        var network = failures / AttemptsOfOneAddress;
        var local = new IPAddress([127, 1, (byte)(network / 250), (byte)((network % 250) + 1)]);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(local, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var http = new HttpClient(handler) { BaseAddress = target.Address };
        using var connected = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
        return http;
    }
}
