using OperatorsConsole.Sessions;

namespace OperatorsConsole.Tests.Sessions;

public sealed class When_a_session_has_two_clients
{
    [Fact]
    public async Task One_goes_on_with_what_the_other_was_given()
    {
        var vault = new MemoryVault(TimeProvider.System);
        await using var api = await new StubApi().Start();
        await using var first = await new ConsoleAlone(api.Address, vault).Start();
        await using var second = await new ConsoleAlone(api.Address, vault).Start();
        using var signedIn = await first.SignIn();
        var key = first.SessionCookie!;

        var here = (await first.Readers.Find(key))!;
        var there = (await second.Readers.Find(key))!;
        await here.Client.Sessions.Me();
        await there.Client.Sessions.Me();

        api.Renewals.ShouldBe(1);
    }

    [Fact]
    public async Task A_vault_that_fails_after_the_renewal_loses_nothing()
    {
        var vault = new FailingVault();
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address, vault).Start();
        using var signedIn = await console.SignIn();
        var key = console.SessionCookie!;

        vault.Fails = true;
        var reader = (await console.Readers.Find(key))!;
        await reader.Client.Sessions.Me();
        vault.Fails = false;
        await reader.Client.Sessions.Me();

        await using var another = await new ConsoleAlone(api.Address, vault).Start();
        await (await another.Readers.Find(key))!.Client.Sessions.Me();
        api.Renewals.ShouldBe(1);
    }

    [Fact]
    public async Task A_renewal_brings_nothing_back_that_was_signed_out()
    {
        var secrets = new SealedSecrets(new MemoryVault(TimeProvider.System));
        var key = SealedSecrets.NewKey();
        await secrets.Keep(key, "one", LatestToken.Lifetime);
        await secrets.Replace(key, "two", LatestToken.Lifetime);
        (await secrets.Find(key)).ShouldBe("two");

        await secrets.Forget(key);
        await secrets.Replace(key, "three", LatestToken.Lifetime);

        (await secrets.Find(key)).ShouldBeNull();
    }

    /// <summary>Answers questions, and takes nothing.</summary>
    private sealed class FailingVault : IVault
    {
        private readonly MemoryVault vault = new(TimeProvider.System);

        public bool Fails { get; set; }

        public Task Put(string name, byte[] value, TimeSpan lifetime) => vault.Put(name, value, lifetime);

        public Task Replace(string name, byte[] value, TimeSpan lifetime) => Fails ? throw new HttpRequestException("It is away.") : vault.Replace(name, value, lifetime);

        public Task<byte[]?> Get(string name) => vault.Get(name);

        public Task Remove(string name) => vault.Remove(name);
    }
}
