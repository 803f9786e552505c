using Hosting;
using Platform.Secrets;

namespace Platform;

internal static class Welcome
{
    /// <summary>Where things are; the administrator's password only when it was made just now.</summary>
    public static void Say(WebApplication app, LocalSecrets secrets)
    {
        var url = app.Urls.First().TrimEnd('/');
        var password =
            secrets.Made.Contains(LocalSecrets.AdminPasswordKey) ? $"{app.Configuration[LocalSecrets.AdminPasswordKey]}   (shown this once, kept in {secrets.Path})"
            : secrets.Holds(LocalSecrets.AdminPasswordKey, app.Configuration) ? $"kept in {secrets.Path}"
            : "as configured";
        Console.WriteLine(
            $"""

            Platform {ServiceHost.Version} is running. Stop it with Ctrl+C.

              API             {url}/api/v1
              Documentation   {url}/docs
              Console         {url}/console
              Health          {url}/health
              Data            {app.Configuration["Storage:Folder"]}
              Administrator   {app.Configuration[LocalSecrets.AdminEmailKey]}
              Password        {password}

            """);
    }
}
