namespace AuthService.Mails;

/// <summary>To whom a mail goes, and what it says around its link.</summary>
/// <param name="Name">Null when nobody is greeted by name.</param>
/// <param name="Request">What is asked, before the link.</param>
/// <param name="Action">What the link does.</param>
/// <param name="Remark">After the link.</param>
internal sealed record Letter(string Email, string? Name, string Subject, string Request, string Action, string Remark);
