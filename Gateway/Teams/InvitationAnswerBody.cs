using System.ComponentModel.DataAnnotations;

namespace Gateway.Teams;

internal sealed record InvitationAnswerBody : RequestBody
{
    /// <summary>Of the link in the mail.</summary>
    [Required]
    public string? Token { get; init; }

    protected override void Rules(Faults faults) => faults.Requires(Token, "token");
}
