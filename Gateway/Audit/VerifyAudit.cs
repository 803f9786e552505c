using Contracts.Audit;
using Contracts.Users;
using Http.Deadlines;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Audit;

/// <param name="Entries">How many were found whole, up to the first that was not.</param>
/// <param name="FirstBroken">The number, from 1, of the first entry that was changed, is missing or stands elsewhere.</param>
internal sealed record AuditVerification(bool Valid, long Entries, long? FirstBroken);

internal static class VerifyAuditRoute
{
    private const int PartSize = 1000;

    public static void Map(RouteGroupBuilder audit) => audit.MapGet("/verify", Handle)
        .WithName("VerifyAudit").WithSummary("Checks the chain of all entries: finds one that was changed, is missing or stands elsewhere").Needs(Permissions.AuditRead);

    /// <summary>Part by part, each with the time of a request of its own, however long the log is.</summary>
    private static async Task<Results<Ok<AuditVerification>, Problem>> Handle(
        ServiceClient services, Deadline deadline, CancellationToken cancellationToken)
    {
        var part = new VerifyAuditLog(0, null, PartSize);
        while (true)
        {
            deadline.Restart();
            var answer = await services.Ask<VerifyAuditLog, AuditLogVerified>(part, cancellationToken);
            if (answer.Problem is { } problem)
            {
                return problem;
            }

            var verified = answer.Reply;
            if (verified.IsEnd)
            {
                return TypedResults.Ok(new AuditVerification(verified.FirstBroken is null, verified.Upto, verified.FirstBroken));
            }

            part = new VerifyAuditLog(verified.Upto, verified.Hash, PartSize);
        }
    }
}
