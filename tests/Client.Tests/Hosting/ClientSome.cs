namespace Client.Tests.Hosting;

/// <summary>What a platform answers.</summary>
internal static class ClientSome
{
    public const string UserJson =
        """{"id":"0190a5f0-0000-7000-8000-000000000001","email":"ada@example.com","name":"Ada","roles":["USER"],"createdAt":"2030-01-01T00:00:00Z","updatedAt":"2030-01-01T00:00:00Z"}""";

    extension(Some)
    {
        public static User User() => new(Guid.NewGuid(), "ada@example.com", "Ada", [Role.User], Some.Now, Some.Now, true, false);

        public static Session Session(DateTimeOffset expiresAt, string access = "access-1", string refresh = "refresh-1") => new(access, refresh, expiresAt, Some.User());

        public static string SessionJson(int number) =>
            $$"""{"accessToken":"access-{{number}}","tokenType":"Bearer","expiresIn":900,"refreshToken":"refresh-{{number}}","user":{{UserJson}}}""";
    }

    /// <summary>Moves the clock until it is done.</summary>
    public static async Task<T> Within<T>(this Task<T> task, FakeTime time)
    {
        var moved = TimeSpan.Zero;
        while (!task.IsCompleted && moved < TimeSpan.FromHours(1))
        {
            // What waits for the clock alone goes on only when it is moved; everything else is given the time it needs.
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5)));
            if (time.Waiting > 0)
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                moved += TimeSpan.FromMilliseconds(100);
            }
        }

        return await task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
