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

        // The minute may turn meanwhile.
        var said = new List<string>();
        do
        {
            said.Add(await Said(busy));
        }
        while (said.Count <= Limit * 2 && !said[^1].Contains("RATE_LIMITED", StringComparison.Ordinal));

        said[^1].ShouldContain("RATE_LIMITED");
        said.Count.ShouldBeGreaterThan(Limit);
        said.SkipLast(1).ShouldAllBe(one => one.Contains("INVALID_CREDENTIALS", StringComparison.Ordinal));
        (await Said(another)).ShouldContain("INVALID_CREDENTIALS");

        using var caller = new HttpClient(PlainVisitor.From(IPAddress.Parse("127.0.0.4"))) { BaseAddress = platform.Address };
        var answers = new List<HttpStatusCode>();
        while (answers.Count <= Limit * 2 && !answers.Contains(HttpStatusCode.TooManyRequests))
        {
            var i = answers.Count;
            using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
            request.Headers.Add("X-Forwarded-For", $"192.0.2.{i}");
            request.Headers.Add(OwnCalls.Header, $"{new string('0', 64)} 192.0.2.{i}");
            using var answer = await caller.SendAsync(request);
            answers.Add(answer.StatusCode);
        }

        answers.Count.ShouldBeGreaterThan(Limit);
        answers.ShouldBe([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, answers.Count - 1), HttpStatusCode.TooManyRequests]);
    }

    private static async Task<string> Said(PlainVisitor visitor)
    {
        using var answer = await visitor.SignIn("nobody@example.com", "Not-the-password-1");
        return await answer.Content.ReadAsStringAsync();
    }
}
