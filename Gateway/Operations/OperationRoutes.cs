namespace Gateway.Operations;

internal static class OperationRoutes
{
    public static void MapOperations(this RouteGroupBuilder api)
    {
        var operations = api.MapGroup("/operations").WithTags("Operations");
        GetReconciliationRoute.Map(operations);
        GetRebuildRoute.Map(operations);
        RebuildReportRoute.Map(operations);
        GetDeadLettersRoute.Map(operations);
        ReadDeadLettersRoute.Map(operations);
        RedeliverDeadLettersRoute.Map(operations);
        RedeliverDeadLetterRoute.Map(operations);
    }
}
