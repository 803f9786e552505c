using Hosting.Configuration;
using Hosting.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sessions;

namespace Hosting.Tests.Secrets;

public sealed class The_secret_cipher
{
    private const string Key1 = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private const string Key2 = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";
    private const string Jwt = "a-secret-of-the-tests-with-more-than-32-bytes";

    [Fact]
    public void What_is_sealed_opens_in_another_host_with_the_same_keys()
    {
        foreach (var settings in new[] { ("Delivery:EncryptionKey", Key1), ("Jwt:Secret", Jwt) })
        {
            var sealedSecret = From(settings).Seal("réceiver's secret", "https://a.example/");

            sealedSecret.ShouldNotContain("secret");
            From(settings).TryOpen(sealedSecret, "https://a.example/", out var opened).ShouldBeTrue();
            opened.ShouldBe("réceiver's secret");
        }
    }

    [Fact]
    public void The_same_secret_is_never_sealed_the_same_way() =>
        From(("Jwt:Secret", Jwt)).Seal("secret", "c").ShouldNotBe(From(("Jwt:Secret", Jwt)).Seal("secret", "c"));

    [Fact]
    public void Another_context_or_key_or_any_change_does_not_open()
    {
        var cipher = From(("Delivery:EncryptionKey", Key1));
        var sealedSecret = cipher.Seal("secret", "https://a.example/");

        cipher.TryOpen(sealedSecret, "https://b.example/", out var opened).ShouldBeFalse();
        opened.ShouldBeEmpty();
        From(("Delivery:EncryptionKey", Key2)).TryOpen(sealedSecret, "https://a.example/", out _).ShouldBeFalse();
        for (var i = 0; i < sealedSecret.Length; i++)
        {
            // The last character of base64url may carry bits that mean nothing.
            if (i < sealedSecret.Length - 1)
            {
                var changed = sealedSecret[..i] + (sealedSecret[i] == 'A' ? 'B' : 'A') + sealedSecret[(i + 1)..];
                cipher.TryOpen(changed, "https://a.example/", out _).ShouldBeFalse(changed);
            }

            cipher.TryOpen(sealedSecret[..i], "https://a.example/", out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void Equal_secrets_have_equal_hashes_by_every_key_that_may_be_in_use()
    {
        var first = From(("Delivery:EncryptionKey", Key1)).Hash("code");
        var rotated = From(("Delivery:EncryptionKey", Key2), ("Delivery:PreviousEncryptionKeys:0", Key1)).Hash("code");

        first.ShouldHaveSingleItem().Length.ShouldBe(16);
        rotated.Count.ShouldBe(2);
        rotated[0].ShouldNotBe(first[0]);
        rotated[1].ShouldBe(first[0]);
        From(("Delivery:EncryptionKey", Key1)).Hash("code").ShouldBe(first);
        From(("Delivery:EncryptionKey", Key1)).Hash("Code").ShouldNotBe(first);
    }

    [Fact]
    public void A_host_that_only_opens_needs_no_key_and_opens_nothing()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddSecretOpener("Delivery", JwtSettings.SecretOrNull(builder.Configuration));

        var opener = builder.Services.BuildServiceProvider().GetRequiredKeyedService<SecretCipher>("Delivery");

        opener.TryOpen(new SecretCipher(new byte[32]).Seal("secret", "context"), "context", out _).ShouldBeFalse();
    }

    [Fact]
    public void Each_section_has_its_own()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Delivery:EncryptionKey"] = Key1;
        builder.Configuration["Campaigns:EncryptionKey"] = Key2;
        builder.AddSecretCipher("Delivery", null);
        builder.AddSecretOpener("Delivery", null);
        builder.AddSecretCipher("Campaigns", null);

        var services = builder.Services.BuildServiceProvider();
        var sealedSecret = services.GetRequiredKeyedService<SecretCipher>("Delivery").Seal("secret", "context");

        From(("Delivery:EncryptionKey", Key1)).TryOpen(sealedSecret, "context", out _).ShouldBeTrue();
        services.GetRequiredKeyedService<SecretCipher>("Campaigns").TryOpen(sealedSecret, "context", out _).ShouldBeFalse();
        services.GetKeyedServices<SecretCipher>("Delivery").ShouldHaveSingleItem();
    }

    [Fact]
    public void After_a_rotation_old_secrets_still_open_and_new_ones_are_sealed_with_the_new_key()
    {
        var old = From(("Delivery:EncryptionKey", Key1)).Seal("old", "c");
        var derived = From(("Jwt:Secret", Jwt)).Seal("derived", "c");
        var rotated = From(("Delivery:EncryptionKey", Key2), ("Delivery:PreviousEncryptionKeys:0", Key1), ("Jwt:Secret", Jwt));

        rotated.TryOpen(old, "c", out var opened).ShouldBeTrue();
        opened.ShouldBe("old");
        rotated.TryOpen(derived, "c", out opened).ShouldBeTrue();
        opened.ShouldBe("derived");
        From(("Delivery:EncryptionKey", Key1), ("Jwt:Secret", Jwt)).TryOpen(rotated.Seal("new", "c"), "c", out _).ShouldBeFalse();
        From(("Delivery:EncryptionKey", Key2)).TryOpen(rotated.Seal("new", "c"), "c", out _).ShouldBeTrue();
    }

    [Fact]
    public void After_the_JWT_secret_was_replaced_what_was_sealed_under_its_key_still_opens()
    {
        var old = From(("Jwt:Secret", Jwt)).Seal("old", "c");
        var next = ("Jwt:Secret", "another-secret-of-the-tests-with-more-than-32-bytes");

        From(next).TryOpen(old, "c", out _).ShouldBeFalse();
        From(next, ("Delivery:PreviousJwtSecrets:0", Jwt)).TryOpen(old, "c", out var opened).ShouldBeTrue();
        opened.ShouldBe("old");
    }

    [Theory]
    [InlineData("Delivery:EncryptionKey", "", "Delivery__EncryptionKey is missing")]
    [InlineData("Delivery:EncryptionKey", "not base64", "Delivery__EncryptionKey is not base64")]
    [InlineData("Delivery:EncryptionKey", "c2hvcnQ=", "Delivery__EncryptionKey is not base64 of 32 bytes")]
    [InlineData("Jwt:Secret", "short", "Jwt__Secret has 5 bytes")]
    public void A_wrong_or_missing_key_is_named(string key, string value, string sentence) =>
        Should.Throw<ConfigurationException>(() => From((key, value))).Message.ShouldContain(sentence);

    private static SecretCipher From(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        return SecretCipher.From(configuration, "Delivery", JwtSettings.SecretOrNull(configuration));
    }
}
