using Gateway.Tests.Hosting;

namespace Gateway.Tests.Idempotency;

/// <summary>Tests that send one command, or the like of it, under one key.</summary>
public abstract class IdempotencyTests(RunningGateway gateway) : GatewayTests(gateway)
{
    protected const string Body = """{"name":"n","periodStart":"2030-01-01T00:00:00Z"}""";

    protected (string, string) Key { get; } = ("Idempotency-Key", Guid.NewGuid().ToString());
}
