using System.Net;
using Hosting.Networks;
using Testing.Processes;

namespace OperatorsConsole.Tests.Sessions;

/// <summary>The console asks from this very machine, whoever its reader is.</summary>
public sealed class Whom_Platform_counts
{
    private const int Limit = 5;

    [Fact]
    public async Task Is_each_reader_of_its_console_and_nobody_that_a_caller_names()
    {
        await using var platform = PlatformHost.With(("RateLimits__Ip", $"{Limit}"));
        await platform.InitializeAsync();
        var console = new Uri(platform.Address, "/console/");
        using var busy = new PlainVisitor(console, IPAddress.Parse("127.0.0.2"));
        using var another = new PlainVisitor(console, IPAddress.Parse("127.0.0.3"));
        foreach (var _ in Enumerable.Range(0, Limit))
        {
            (await Said(busy)).ShouldContain("INVALID_CREDENTIALS");
        }

        (await Said(busy)).ShouldContain("RATE_LIMITED");
        (await Said(another)).ShouldContain("INVALID_CREDENTIALS");

        using var caller = new HttpClient(PlainVisitor.From(IPAddress.Parse("127.0.0.4"))) { BaseAddress = platform.Address };
        var answers = new List<HttpStatusCode>();
        foreach (var i in Enumerable.Range(0, Limit + 1))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
            request.Headers.Add("X-Forwarded-For", $"192.0.2.{i}");
            request.Headers.Add(OwnCalls.Header, $"{new string('0', 64)} 192.0.2.{i}");
            using var answer = await caller.SendAsync(request);
            answers.Add(answer.StatusCode);
        }

        answers.ShouldBe([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, Limit), HttpStatusCode.TooManyRequests]);
    }

    private static async Task<string> Said(PlainVisitor visitor)
    {
        using var answer = await visitor.SignIn("nobody@example.com", "Not-the-password-1");
        return await answer.Content.ReadAsStringAsync();
    }
}
