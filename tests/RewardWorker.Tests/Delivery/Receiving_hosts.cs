using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RewardWorker.Delivery;
using RewardWorker.Tests.Running;
using Drills.Receivers;

namespace RewardWorker.Tests.Delivery;

public sealed class Receiving_hosts
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fe80::1")]
    public async Task A_name_that_leads_to_a_private_address_is_not_connected_to(string address)
    {
        await using var scene = await DeliveryScene.Start(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]), ("Delivery:AllowPrivateNetworks", "false"));
        var request = await scene.Request(scene.Delivered(Some.Points(), $"https://shop.example:{new Uri(scene.Receiver.Url).Port}/grants"));

        (await scene.Log(request)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            a => (a.Status, a.Error, a.NextAt).ShouldBe((null, "ADDRESS_FORBIDDEN", null)));
        scene.Receiver.Received.ShouldBeEmpty();
        (await scene.State(request)).ShouldBe("Failed");
        scene.Worker.Entries().Sum(g => g.Amount).ShouldBe(0);
    }

    [Theory]
    [InlineData("http://shop.example/")]
    [InlineData("https://127.0.0.1/")]
    public async Task A_url_that_is_not_allowed_any_more_is_not_posted_to(string url)
    {
        await using var scene = await DeliveryScene.Start(
            (_, _) => throw new InvalidOperationException("Nothing is to be looked up."), ("Delivery:AllowPrivateNetworks", "false"));
        var request = await scene.Request(scene.Delivered(Some.Points(), url));

        (await scene.Log(request)).ShouldHaveSingleItem().Error.ShouldBe("URL_FORBIDDEN");
    }

    [Theory]
    [InlineData("http://shop.example/", 2, "NAME_NOT_RESOLVED")]
    [InlineData("http://xn--a-ecp.ru/", 2, "NAME_NOT_RESOLVED")]
    [InlineData("http://2130706433/", 1, "URL_FORBIDDEN")]
    public async Task A_host_that_cannot_be_resolved_fails_in_the_end_as_any_other(string url, int attempts, string error)
    {
        await using var scene = await DeliveryScene.Start(
            (_, _) => throw new SocketException((int)SocketError.HostNotFound), ("Delivery:RetrySeconds", "5"));
        var request = await scene.Request(scene.Delivered(Some.Points(), url));

        await scene.Later(request, seconds: 5);

        (await scene.Log(request)).Select(attempt => attempt.Error).ShouldBe(Enumerable.Repeat(error, attempts));
        (await scene.State(request)).ShouldBe("Failed");
        scene.Worker.Entries().Sum(g => g.Amount).ShouldBe(0);
    }

    /// <summary>A name that means another address at each look is looked at once: what was judged is connected to.</summary>
    [Fact]
    public async Task A_name_is_looked_up_once_for_a_connection()
    {
        var looks = 0;
        await using var scene = await DeliveryScene.Start(
            (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref looks) == 1 ? IPAddress.Loopback : IPAddress.Parse("192.0.2.1")]));
        var request = await scene.Request(scene.Delivered(Some.Points(), $"http://shop.example:{new Uri(scene.Receiver.Url).Port}/grants"));

        (await scene.State(request)).ShouldBe("Fulfilled");
        looks.ShouldBe(1);
    }

    [Fact]
    public async Task A_host_without_a_trusted_certificate_gets_nothing()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var receiver = await WebhookReceiver.Start(certificate);
        await using var scene = await DeliveryScene.Start();
        var request = await scene.Request(scene.Delivered(Some.Points(), receiver.Url));

        receiver.Url.ShouldStartWith("https://");
        (await scene.Log(request)).ShouldHaveSingleItem().Error.ShouldBe("TLS_FAILED");
        (await scene.Delivery(request)).MayHaveArrived.ShouldBeFalse();
        receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task When_few_attempts_find_no_success_the_host_is_not_spared()
    {
        await using var scene = await DeliveryScene.Start();
        scene.Receiver.AnswersWith(503);
        await scene.Request(scene.Delivered(Some.Points()));
        scene.Receiver.AnswersWith(200);

        for (var i = 0; i < Circuits.LeastAttempts; i++)
        {
            (await scene.State(await scene.Request(scene.Delivered(Some.Points())))).ShouldBe("Fulfilled");
        }

        scene.Receiver.Received.Count.ShouldBe(Circuits.LeastAttempts + 1);
    }

    [Fact]
    public async Task When_most_attempts_find_no_success_the_host_is_left_in_peace_and_then_tried_again()
    {
        await using var scene = await DeliveryScene.Start(settings: ("Delivery:RetrySeconds", "20,20,20"));
        scene.Receiver.AnswersWith(503);
        var requests = new List<Contracts.Requests.RewardRequested>();
        for (var i = 0; i < Circuits.LeastAttempts + 3; i++)
        {
            requests.Add(await scene.Request(scene.Delivered(Some.Points())));
        }

        scene.Receiver.Received.Count.ShouldBe(Circuits.LeastAttempts);
        foreach (var spared in requests.Skip(Circuits.LeastAttempts))
        {
            var delivery = await scene.Delivery(spared);
            (delivery.Attempts, delivery.Postponements, delivery.MayHaveArrived).ShouldBe((0, 1, false));
            (await scene.Log(spared)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                a => (a.Attempt, a.Status, a.Error).ShouldBe((1, null, "CIRCUIT_OPEN")), a => a.NextAt.ShouldNotBeNull());
        }

        // Still open at the first postponement's end, and half open at the second's.
        scene.Receiver.AnswersWith(200);
        await scene.Later(requests[^1], 21);
        scene.Receiver.Received.Count.ShouldBe(Circuits.LeastAttempts);
        for (var i = 0; i < 3; i++)
        {
            scene.Worker.Time.Advance(TimeSpan.FromSeconds(21));
            foreach (var request in requests)
            {
                await scene.Later(request, 0);
            }
        }

        foreach (var request in requests)
        {
            (await scene.State(request)).ShouldBe("Fulfilled");
        }

        (await scene.Log(requests[^1])).Count(a => a.Error == "CIRCUIT_OPEN").ShouldBe(1);
    }
}
