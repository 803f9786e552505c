using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Contracts.Users;

namespace AuthService.Tests.Sessions;

public sealed class Authentication_failures : AuthServiceTest
{
    [Fact]
    public async Task Are_counted_by_their_reason_and_so_are_lockouts()
    {
        using var counts = new Counts();
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        await Service.Refresh(session.RefreshToken);
        Service.Time.Advance(TimeSpan.FromSeconds(10));
        await Service.Refresh(session.RefreshToken);
        await Service.Refresh("nonsense");
        await Service.Ask<PasswordChanged>(new ChangePassword(user.Id, "wrong", "Another-Horse-2"));
        for (var i = 0; i < 11; i++)
        {
            await Service.LogIn("ada@example.com", "wrong");
        }

        // Other tests of this process count too.
        counts["refresh_token_reused"].ShouldBeGreaterThanOrEqualTo(1);
        counts["refresh_token"].ShouldBeGreaterThanOrEqualTo(2);
        counts["password"].ShouldBeGreaterThanOrEqualTo(1);
        counts["credentials"].ShouldBeGreaterThanOrEqualTo(10);
        counts["locked_out"].ShouldBeGreaterThanOrEqualTo(1);
        counts["account"].ShouldBeGreaterThanOrEqualTo(1);
    }

    private sealed class Counts : IDisposable
    {
        private readonly ConcurrentDictionary<string, long> counts = new();
        private readonly MeterListener listener = new();

        public Counts()
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name is "auth.failures" or "auth.lockouts")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counts.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value));
            listener.Start();
        }

        public long this[string label] => counts.GetValueOrDefault(label);

        public void Dispose() => listener.Dispose();
    }
}
