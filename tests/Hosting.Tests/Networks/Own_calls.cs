using System.Net;
using Hosting.Networks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hosting.Tests.Networks;

public sealed class Own_calls
{
    private readonly OwnCalls own = new();

    [Fact]
    public void Name_a_client() => Taken(Header(own, "192.0.2.7")).ShouldBe(IPAddress.Parse("192.0.2.7"));

    [Fact]
    public void Of_another_process_name_nobody() => Taken(Header(new OwnCalls(), "192.0.2.7")).ShouldBeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("192.0.2.7")]
    [InlineData(" 192.0.2.7")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000 192.0.2.7")]
    public void Without_the_secret_name_nobody(string? header) => Taken(header).ShouldBeNull();

    [Fact]
    public void With_more_than_one_client_name_nobody()
    {
        var secret = Header(own, "192.0.2.7").Split(' ')[0];

        Taken($"{secret} 192.0.2.7 192.0.2.8").ShouldBeNull();
        Taken($"{secret} nobody").ShouldBeNull();
    }

    [Fact]
    public async Task Are_who_asks_for_what_comes_behind_and_leave_no_trace()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddClientAddresses();
        builder.Services.AddSingleton(own);
        await using var app = builder.Build();
        app.UseClientAddresses();
        app.Run(context => context.Response.WriteAsync($"{context.ClientAddress()} {context.IsForwarded()} {context.Request.Headers.ContainsKey(OwnCalls.Header)}"));
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        (await Ask(own, http)).ShouldBe("192.0.2.7 False False");
        (await Ask(new OwnCalls(), http)).ShouldBe("127.0.0.1 True False");
    }

    private static async Task<string> Ask(OwnCalls calls, HttpClient http)
    {
        using var call = new HttpRequestMessage(HttpMethod.Get, "/");
        call.Headers.Add("X-Forwarded-For", "198.51.100.9");
        calls.Name(call, IPAddress.Parse("192.0.2.7"));
        using var answer = await http.SendAsync(call);
        return await answer.Content.ReadAsStringAsync();
    }

    private static string Header(OwnCalls calls, string client)
    {
        using var call = new HttpRequestMessage();
        calls.Name(call, IPAddress.Parse(client));
        return call.Headers.GetValues(OwnCalls.Header).Single();
    }

    private IPAddress? Taken(string? header)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[OwnCalls.Header] = header;
        return own.TakeClient(request);
    }
}
