using System.Security.Cryptography;
using System.Text;
using CampaignService.Credentials;
using Contracts;
using Contracts.Connections;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;

namespace CampaignService.Tests.Credentials;

public sealed class Sealed_credentials
{
    private static readonly CredentialKey Old = NewKey("2025");
    private static readonly CredentialKey New = NewKey("2026");

    private static readonly SealedCredentials Sealer = With(Old);

    private static readonly Gen<string> AccountIds = Gen.Elements("a", "b", "1-2", "x.y_z", new string('9', 100));

    private static readonly Gen<Owner> Owners =
        from kind in Gen.Elements(OwnerKind.User, OwnerKind.Team)
        from id in Gen.Elements(Guid.Parse("00000000-0000-4000-8000-000000000001"), Guid.Parse("00000000-0000-4000-8000-000000000002"))
        select new Owner(kind, id);

    private static readonly Gen<byte[]> Plain = Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)).Resize(200);

    private static readonly Gen<ConnectedAccount> Accounts =
        from owner in Owners
        from platform in Gen.Elements("http", "https", "other")
        from accountId in AccountIds
        from credentials in Plain
        select Account(owner, platform, accountId, credentials);

    [Fact]
    public void Open_to_what_was_sealed() =>
        Check(from account in Accounts from credentials in Plain select (account, credentials), pair =>
        {
            pair.account.Sealed = Sealer.Seal(pair.account.Id, pair.credentials);
            return Sealer.Open(pair.account) is ({ } opened, null) && opened.SequenceEqual(pair.credentials);
        });

    [Fact]
    public void Share_no_data_key_and_no_nonce()
    {
        var (dataKeys, nonces, boxes) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());

        for (var i = 0; i < 3000; i++)
        {
            var envelope = Sealer.Seal("user:1/http/a", "the same each time"u8);
            dataKeys.Add(Convert.ToHexString(DataKeyOf(envelope, "user:1/http/a"))).ShouldBeTrue();
            nonces.Add(Convert.ToHexString(envelope.DataKey.AsSpan(0, 12))).ShouldBeTrue();
            nonces.Add(Convert.ToHexString(envelope.Credentials.AsSpan(0, 12))).ShouldBeTrue();
            boxes.Add(Convert.ToHexString(envelope.Credentials)).ShouldBeTrue();
        }
    }

    [Fact]
    public void Open_in_no_other_record()
    {
        var swapped = 0;

        Check(from one in Accounts from other in Accounts select (one, other), pair =>
        {
            if (pair.one.Id == pair.other.Id)
            {
                return true;
            }

            swapped++;
            var (one, other) = (pair.one.Sealed!, pair.other.Sealed!);
            return Refuses(Moved(pair.one, other))
                && Refuses(Moved(pair.one, one with { Credentials = other.Credentials }))
                && Refuses(Moved(pair.one, one with { DataKey = other.DataKey }));
        });

        swapped.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Show_every_bit_that_was_flipped()
    {
        var account = Account(new Owner(OwnerKind.User, Guid.NewGuid()), "http", "a", "{\"token\":\"t\"}"u8.ToArray());
        var envelope = account.Sealed!;

        for (var bit = 0; bit < envelope.DataKey.Length * 8; bit++)
        {
            Refuses(Moved(account, envelope with { DataKey = Flipped(envelope.DataKey, bit) })).ShouldBeTrue();
        }

        for (var bit = 0; bit < envelope.Credentials.Length * 8; bit++)
        {
            Refuses(Moved(account, envelope with { Credentials = Flipped(envelope.Credentials, bit) })).ShouldBeTrue();
        }

        Refuses(Moved(account, envelope with { DataKey = envelope.DataKey[..20], Credentials = [] })).ShouldBeTrue();
        Refuses(account).ShouldBeFalse("it was not changed itself");
    }

    [Fact]
    public void Open_after_their_key_was_followed_by_another_and_are_wrapped_by_that_one() =>
        Check(Accounts, account =>
        {
            var both = With(Old, New);
            var before = account.Sealed!;
            var plain = both.Open(account).Credentials!;
            account.Sealed = both.Rewrap(account.Id, before, New)!;
            return account.KeyId == New.Id
                && account.Sealed.Credentials.SequenceEqual(before.Credentials)
                && With(New).Open(account) is ({ } opened, null) && opened.SequenceEqual(plain)
                && With(Old).Open(account).Refusal!.Code == Codes.KeyUnavailable;
        });

    [Fact]
    public void Are_not_wrapped_anew_by_who_lacks_their_key_or_in_another_record()
    {
        var account = Account(new Owner(OwnerKind.Team, Guid.NewGuid()), "http", "a", [1]);

        With(New).Rewrap(account.Id, account.Sealed!, New).ShouldBeNull();
        With(Old, New).Rewrap("another", account.Sealed!, New).ShouldBeNull();
        With(NewKey(Old.Id), New).Rewrap(account.Id, account.Sealed!, New).ShouldBeNull("a key of the same name is not the same key");
    }

    [Fact]
    public void Say_that_their_key_is_not_here()
    {
        var account = Account(new Owner(OwnerKind.Team, Guid.NewGuid()), "http", "a", [1]);

        With(New).MayOpen(account).ShouldBeFalse();
        With(New).Open(account).Refusal!.Code.ShouldBe(Codes.KeyUnavailable);
        With(Old, New).MayOpen(account).ShouldBeTrue();
        With(NewKey(Old.Id), New).MayOpen(account).ShouldBeFalse("a key of the same name is not the same key");
    }

    private static void Check<T>(Gen<T> of, Func<T, bool> holds) =>
        Prop.ForAll(of.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static bool Refuses(ConnectedAccount account) => Sealer.Open(account) is (null, { Code: Codes.KeyUnavailable });

    private static ConnectedAccount Moved(ConnectedAccount account, Envelope envelope) => Account(account.Owner, account.Platform, account.AccountId, envelope);

    private static ConnectedAccount Account(Owner owner, string platform, string accountId, byte[] credentials) =>
        Account(owner.ToString(), platform, accountId, Sealer.Seal(ConnectedAccount.IdOf(owner, platform, accountId), credentials));

    private static ConnectedAccount Account(string owner, string platform, string accountId, Envelope envelope) => new()
    {
        Id = $"{owner}/{platform}/{accountId}",
        Owner = owner,
        Platform = platform,
        AccountId = accountId,
        ConnectionId = Guid.NewGuid(),
        Sealed = envelope,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private static byte[] DataKeyOf(Envelope envelope, string id)
    {
        using var aes = new AesGcm(Old.Bytes, 16);
        var plain = new byte[32];
        aes.Decrypt(envelope.DataKey.AsSpan(0, 12), envelope.DataKey.AsSpan(28), envelope.DataKey.AsSpan(12, 16), plain, Encoding.UTF8.GetBytes($"data key v1\n{Old.Id}\n{id}"));
        return plain;
    }

    private static byte[] Flipped(byte[] box, int bit)
    {
        byte[] copy = [.. box];
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }

    private static CredentialKey NewKey(string id) => new(id, RandomNumberGenerator.GetBytes(CredentialKey.Size));

    private static SealedCredentials With(params CredentialKey[] keys) => new(new CredentialKeys(keys), NullLogger<SealedCredentials>.Instance);
}
