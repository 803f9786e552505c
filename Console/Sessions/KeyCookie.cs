namespace OperatorsConsole.Sessions;

/// <summary>A cookie with a key of <see cref="SealedSecrets"/>. Lax, so that the links of mails find their reader signed in; a form still needs its token.</summary>
internal sealed class KeyCookie(string name)
{
    /// <summary>Of a session.</summary>
    public static readonly KeyCookie Session = new("console-session");

    /// <summary>Of a login that waits for its second factor.</summary>
    public static readonly KeyCookie Waiting = new("console-waiting");

    public string? Read(HttpContext context) => context.Request.Cookies[NameFor(context)] is { Length: > 0 } key ? key : null;

    public void Write(HttpContext context, string key) => context.Response.Cookies.Append(NameFor(context), key, Options(context));

    public void Clear(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), Options(context));

    /// <summary>With the prefix, browsers take it from this host alone, and under HTTPS alone.</summary>
    private string NameFor(HttpContext context) => context.Request.IsHttps ? $"__Host-{name}" : name;

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
