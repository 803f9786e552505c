using System.Net;
using Http.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Testing;

namespace Gateway.Tests.Problems;

public sealed class When_a_process_stops
{
    [Theory]
    [InlineData(false, HttpStatusCode.InternalServerError)]
    [InlineData(true, HttpStatusCode.ServiceUnavailable)]
    public async Task What_fails_in_it_is_for_another_time(bool stops, HttpStatusCode answer)
    {
        await using var host = await new TestHost(
            build: builder => builder.AddProblems(new Dictionary<string, int>()),
            map: app =>
            {
                app.UseProblems();
                app.MapGet("/work", IResult (IHostApplicationLifetime lifetime) =>
                {
                    if (stops)
                    {
                        lifetime.StopApplication();
                    }

                    throw new ObjectDisposedException("what the request needs");
                });
            }).Start();

        (await host.Get("/work")).Status.ShouldBe(answer);
    }
}
