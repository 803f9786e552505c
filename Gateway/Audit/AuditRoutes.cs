namespace Gateway.Audit;

internal static class AuditRoutes
{
    public static void MapAudit(this RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit");
        ListAuditRoute.Map(audit);
        VerifyAuditRoute.Map(audit);
        ExportAuditRoute.Map(audit);
    }
}
