namespace Gateway.Tests.Security;

/// <summary>
/// The permission of each route, and who may use it. A cell is "ok" when the request reaches the services (or the stream opens), else the status
/// with which the Gateway itself answers, "key" where it is a key that the caller lacks; the last routes, which are no part of the described API, ask no service: 200, or
/// "any" where the answer tells how the host is. Users act on another user's things: what is one's own has tests of its own.
/// The last two columns are a service account's.
/// </summary>
internal static class RoleTable
{
    public static readonly string[] Columns = ["nobody", "USER", "OPERATOR", "AUDITOR", "ADMIN", WithoutPermission, WithPermission];

    /// <summary>A service account with every permission but that of the route, and one with that alone.</summary>
    public const string WithoutPermission = "a service without it";

    /// <inheritdoc cref="WithoutPermission"/>
    public const string WithPermission = "a service with it";

    //  route                                                         permission        nobody USER OPER AUDI ADMI serv serv+ body
    private const string Rows = """
        POST   /users                                                 -                 ok   ok   ok   ok   ok   ok   ok    {"email":"a@example.com","password":"Passw0rd"}
        GET    /users                                                 users:read        401  403  403  403  ok   403  ok
        GET    /users/{id:guid}                                       users:read        401  404  404  404  ok   403  ok
        PUT    /users/{id:guid}/roles                                 users:write       401  403  403  403  ok   403  ok    {"roles":["USER"]}
        PUT    /users/me/password                                     -                 401  ok   ok   ok   ok   403  403   {"currentPassword":"x","newPassword":"Passw0rd"}
        PATCH  /users/me                                              -                 401  ok   ok   ok   ok   403  403   {"name":"n"}
        DELETE /users/{id:guid}                                       users:write       401  403  403  403  ok   403  ok
        GET    /users/me/export                                       -                 401  ok   ok   ok   ok   403  403
        POST   /users/me/mfa                                          -                 401  ok   ok   ok   ok   403  403
        POST   /users/me/mfa/confirm                                  -                 401  ok   ok   ok   ok   403  403   {"code":"123456"}
        DELETE /users/me/mfa                                          -                 401  ok   ok   ok   ok   403  403   {"password":"x","code":"123456"}
        DELETE /users/{id:guid}/mfa                                   users:write       401  403  403  403  ok   403  ok
        POST   /auth/login                                            -                 ok   ok   ok   ok   ok   ok   ok    {"email":"a@example.com","password":"x"}
        POST   /auth/mfa                                              -                 ok   ok   ok   ok   ok   ok   ok    {"mfaToken":"x","code":"123456"}
        POST   /auth/refresh                                          -                 ok   ok   ok   ok   ok   ok   ok    {"refreshToken":"x"}
        POST   /auth/logout                                           -                 401  ok   ok   ok   ok   403  403
        GET    /auth/me                                               -                 401  ok   ok   ok   ok   403  403
        POST   /auth/verify-email                                     -                 ok   ok   ok   ok   ok   ok   ok    {"token":"x"}
        POST   /auth/verify-email/resend                              -                 401  ok   ok   ok   ok   403  403
        POST   /auth/password/forgot                                  -                 ok   ok   ok   ok   ok   ok   ok    {"email":"a@example.com"}
        POST   /auth/password/reset                                   -                 ok   ok   ok   ok   ok   ok   ok    {"token":"x","newPassword":"Passw0rd"}
        POST   /service-accounts                                      users:write       401  403  403  403  ok   403  ok    {"name":"n","permissions":["events:read"]}
        GET    /service-accounts                                      users:read        401  403  403  403  ok   403  ok
        POST   /service-accounts/{id:guid}/rotate                     users:write       401  403  403  403  ok   403  ok
        DELETE /service-accounts/{id:guid}                            users:write       401  403  403  403  ok   403  ok
        POST   /teams                                                 -                 401  ok   403  403  403  403  403   {"name":"n"}
        GET    /users/{id:guid}/teams                                 users:read        401  404  404  404  ok   403  ok
        GET    /teams/{id:guid}                                       users:read        401  ok   ok   ok   ok   403  ok
        PUT    /teams/{id:guid}                                       -                 401  ok   ok   ok   ok   403  403   {"name":"n"}
        DELETE /teams/{id:guid}                                       -                 401  ok   ok   ok   ok   403  403
        POST   /teams/{id:guid}/invite                                -                 401  ok   ok   ok   ok   403  403   {"email":"a@example.com","role":"MEMBER"}
        GET    /teams/{id:guid}/invitations                           -                 401  ok   ok   ok   ok   403  403
        DELETE /teams/{id:guid}/invitations/{invitationId:guid}       -                 401  ok   ok   ok   ok   403  403
        POST   /teams/{id:guid}/invitations/{invitationId:guid}/resend - 401  ok   ok   ok   ok   403  403
        PUT    /teams/{id:guid}/members/{userId:guid}                 -                 401  ok   ok   ok   ok   403  403   {"role":"MEMBER"}
        DELETE /teams/{id:guid}/members/{userId:guid}                 -                 401  ok   ok   ok   ok   403  403
        POST   /invitations/accept                                    -                 401  ok   ok   ok   ok   403  403   {"token":"x"}
        POST   /invitations/decline                                   -                 401  ok   ok   ok   ok   403  403   {"token":"x"}
        GET    /platforms                                             campaigns:read    401  ok   ok   ok   ok   403  ok
        GET    /users/{id:guid}/platforms/{platform}/configs campaigns:read  401  404  ok   ok   ok   403  ok
        POST   /users/{id:guid}/platforms/{platform}/configs -               401  404  403  403  403  403  403   {"name":"n","settings":{"baseUrl":"https://a.example"}}
        PUT    /users/{id:guid}/platforms/{platform}/configs/{configId:guid} -               401  404  403  403  403  403  403   {"name":"n","settings":{"baseUrl":"https://a.example"}}
        PUT    /users/{id:guid}/platforms/{platform}/configs/{configId:guid}/current -               401  404  403  403  403  403  403
        DELETE /users/{id:guid}/platforms/{platform}/configs/{configId:guid} -               401  404  403  403  403  403  403
        GET    /users/{id:guid}/platforms/{platform}/credentials campaigns:read  401  404  ok   ok   ok   403  ok
        PUT    /users/{id:guid}/platforms/{platform}/credentials/{accountId} -               401  404  403  403  403  403  403   {"credentials":{"token":"t"}}
        PATCH  /users/{id:guid}/platforms/{platform}/credentials/{accountId} -               401  404  403  403  403  403  403   {"status":"INACTIVE"}
        DELETE /users/{id:guid}/platforms/{platform}/credentials/{accountId} -               401  404  403  403  403  403  403
        GET    /teams/{id:guid}/platforms/{platform}/configs campaigns:read  401  ok   ok   ok   ok   403  ok
        POST   /teams/{id:guid}/platforms/{platform}/configs -               401  ok  ok  ok  ok  403  403   {"name":"n","settings":{"baseUrl":"https://a.example"}}
        PUT    /teams/{id:guid}/platforms/{platform}/configs/{configId:guid} -               401  ok  ok  ok  ok  403  403   {"name":"n","settings":{"baseUrl":"https://a.example"}}
        PUT    /teams/{id:guid}/platforms/{platform}/configs/{configId:guid}/current -               401  ok  ok  ok  ok  403  403
        DELETE /teams/{id:guid}/platforms/{platform}/configs/{configId:guid} -               401  ok  ok  ok  ok  403  403
        GET    /teams/{id:guid}/platforms/{platform}/credentials campaigns:read  401  ok   ok   ok   ok   403  ok
        PUT    /teams/{id:guid}/platforms/{platform}/credentials/{accountId} -               401  ok  ok  ok  ok  403  403   {"credentials":{"token":"t"}}
        PATCH  /teams/{id:guid}/platforms/{platform}/credentials/{accountId} -               401  ok  ok  ok  ok  403  403   {"status":"INACTIVE"}
        DELETE /teams/{id:guid}/platforms/{platform}/credentials/{accountId} -               401  ok  ok  ok  ok  403  403
        GET    /users/{id:guid}/platforms/{platform}/campaigns campaigns:read  401  404  ok   ok   ok   403  ok
        GET    /users/{id:guid}/platforms/{platform}/campaigns/{accountId}/{campaignId} campaigns:read  401  404  ok   ok   ok   403  ok
        POST   /users/{id:guid}/platforms/{platform}/campaigns/sync campaigns:write 401  404  ok   403  ok   403  ok    {}
        GET    /users/{id:guid}/platforms/{platform}/syncs campaigns:read  401  404  ok   ok   ok   403  ok
        GET    /teams/{id:guid}/platforms/{platform}/campaigns campaigns:read  401  ok   ok   ok   ok   403  ok
        GET    /teams/{id:guid}/platforms/{platform}/campaigns/{accountId}/{campaignId} campaigns:read  401  ok   ok   ok   ok   403  ok
        POST   /teams/{id:guid}/platforms/{platform}/campaigns/sync campaigns:write 401  ok   ok   ok   ok   403  ok    {}
        GET    /teams/{id:guid}/platforms/{platform}/syncs campaigns:read  401  ok   ok   ok   ok   403  ok
        GET    /syncs/{id:guid}                                       campaigns:read   401  ok   ok   ok   ok   403  ok
        GET    /operations/keys                                       operations:read   401  403  403  403  ok   403  ok
        POST   /operations/keys/rewrap                                operations:write  401  403  403  403  ok   403  ok
        POST   /events                                                events:write      401  403  ok   403  ok   403  ok    {"name":"n","periodStart":"2030-01-01T00:00:00Z"}
        GET    /events                                                events:read       401  ok   ok   ok   ok   403  ok
        GET    /events/{id:guid}                                      events:read       401  ok   ok   ok   ok   403  ok
        PATCH  /events/{id:guid}                                      events:write      401  403  ok   403  ok   403  ok    {"name":"n"}
        DELETE /events/{id:guid}                                      operations:write  401  403  403  403  ok   403  ok
        POST   /events/{id:guid}/rewards                              rewards:write     401  403  ok   403  ok   403  ok    {"type":"POINT","name":"n","points":1}
        GET    /events/{id:guid}/rewards                              events:read       401  ok   ok   ok   ok   403  ok
        PATCH  /events/{id:guid}/rewards/{rewardId:guid}              rewards:write     401  403  ok   403  ok   403  ok    {"name":"n"}
        DELETE /events/{id:guid}/rewards/{rewardId:guid}              rewards:write     401  403  ok   403  ok   403  ok
        GET    /events/{id:guid}/progress                             events:read       401  ok   ok   ok   ok   403  ok
        POST   /events/{id:guid}/evaluate                             activities:read   401  403  ok   ok   ok   403  ok    {"userId":"0190a5f0-0000-7000-8000-000000000001"}
        GET    /events/{id:guid}/report                               campaigns:read    401  403  ok   ok   ok   403  ok
        POST   /activities                                            activities:write  401  403  ok   403  ok   403  ok    {"userId":"0190a5f0-0000-7000-8000-000000000001","type":"t","occurredAt":"2020-01-01T00:00:00Z","key":"k"}
        GET    /users/{id:guid}/activities                            activities:read   401  404  ok   ok   ok   403  ok
        POST   /events/{id:guid}/request                              -                 401  ok   403  403  403  403  403
        GET    /events/requests                                       requests:read     401  ok   ok   ok   ok   403  ok
        GET    /events/requests/{id:guid}                             requests:read     401  ok   ok   ok   ok   403  ok
        POST   /events/requests/{id:guid}/approve                     requests:decide   401  403  ok   403  ok   403  ok
        POST   /events/requests/{id:guid}/reject                      requests:decide   401  403  ok   403  ok   403  ok    {"reason":"r"}
        POST   /events/requests/approve                               requests:decide   401  403  ok   403  ok   403  ok    {"ids":["0190a5f0-0000-7000-8000-000000000001"]}
        POST   /events/requests/reject                                requests:decide   401  403  ok   403  ok   403  ok    {"ids":["0190a5f0-0000-7000-8000-000000000001"],"reason":"r"}
        POST   /events/requests/{id:guid}/cancel                      -                 401  ok   ok   ok   ok   403  403
        POST   /events/requests/{id:guid}/revoke                      requests:revoke   401  403  403  403  ok   403  ok    {"reason":"r"}
        GET    /events/requests/{id:guid}/deliveries                  requests:read     401  403  ok   ok   ok   403  ok
        GET    /events/requests/stream                                -                 401  ok   ok   ok   ok   403  403
        POST   /stages                                                stages:write      401  403  ok   403  ok   403  ok    {"name":"n"}
        GET    /stages                                                events:read       401  ok   ok   ok   ok   403  ok
        GET    /stages/{id:guid}                                      events:read       401  ok   ok   ok   ok   403  ok
        PATCH  /stages/{id:guid}                                      stages:write      401  403  ok   403  ok   403  ok    {"name":"n"}
        POST   /stages/{id:guid}/close                                stages:write      401  403  ok   403  ok   403  ok
        POST   /stages/{id:guid}/tokens                               -                 401  ok   ok   ok   ok   403  403   {"capabilities":["SUBSCRIBE"]}
        GET    /stages/{id:guid}/tokens                               activities:read   401  403  ok   ok   ok   403  ok
        DELETE /stages/{id:guid}/tokens/{participantId:guid}          stages:write      401  ok   ok   ok   ok   403  ok
        POST   /stages/{id:guid}/sessions                             -                 401  ok   ok   ok   ok   403  403   {"token":"x"}
        POST   /stages/{id:guid}/sessions/{sessionId:guid}/heartbeat  -                 401  ok   ok   ok   ok   403  403
        DELETE /stages/{id:guid}/sessions/{sessionId:guid}            stages:write      401  ok   ok   ok   ok   403  ok
        GET    /stages/{id:guid}/stats                                events:read       401  ok   ok   ok   ok   403  ok
        GET    /stages/{id:guid}/sessions                             activities:read   401  403  ok   ok   ok   403  ok
        GET    /users/{id:guid}/viewer-sessions                       activities:read   401  404  ok   ok   ok   403  ok
        POST   /rooms                                                 -                 401  ok   403  403  403  403  403   {"name":"nn"}
        GET    /rooms                                                 events:read       401  ok   ok   ok   ok   403  ok
        GET    /rooms/{id:guid}                                       events:read       401  ok   ok   ok   ok   403  ok
        DELETE /rooms/{id:guid}                                       operations:write  401  ok   ok   ok   ok   403  ok
        PUT    /rooms/{id:guid}/invitations/{userId:guid}             -                 401  ok   ok   ok   ok   403  403
        DELETE /rooms/{id:guid}/invitations/{userId:guid}             -                 401  ok   ok   ok   ok   403  403
        POST   /rooms/{id:guid}/tokens                                -                 401  ok   ok   ok   ok   403  403   {"permissions":["data"]}
        GET    /rooms/{id:guid}/participants                          activities:read   401  ok   ok   ok   ok   403  ok
        POST   /turn/credentials                                      -                 401  ok   403  403  403  403  403   {}
        POST   /turn/validate                                         -                 key  key  key  key  key  key  key   {"username":"u","credential":"c"}
        GET    /turn                                                  -                 key  key  key  key  key  key  key
        GET    /me/wallet                                             -                 401  ok   ok   ok   ok   403  403
        GET    /me/ledger                                             -                 401  ok   ok   ok   ok   403  403
        GET    /users/{id:guid}/wallet                                wallets:read      401  404  ok   ok   ok   403  ok
        GET    /users/{id:guid}/ledger                                wallets:read      401  404  ok   ok   ok   403  ok
        GET    /audit                                                 audit:read        401  403  403  ok   ok   403  ok
        GET    /audit/verify                                          audit:read        401  403  403  ok   ok   403  ok
        GET    /audit/export                                          audit:read        401  403  403  ok   ok   403  ok
        GET    /operations/reconciliation                             audit:read        401  403  403  ok   ok   403  ok
        GET    /operations/dead-letters                               operations:read   401  403  403  403  ok   403  ok
        GET    /operations/dead-letters/{queue}                       operations:read   401  403  403  403  ok   403  ok
        GET    /operations/reports/{id:guid}                          operations:read   401  403  403  403  ok   403  ok
        POST   /operations/reports/{id:guid}/rebuild                  operations:write  401  403  403  403  ok   403  ok
        POST   /operations/dead-letters/{queue}/redeliver             operations:write  401  403  403  403  ok   403  ok
        POST   /operations/dead-letters/{queue}/{id}/redeliver        operations:write  401  403  403  403  ok   403  ok
        GET    /permissions                                           -                 401  200  200  200  200  200  200
        GET    /.well-known/jwks.json                                 -                 200  200  200  200  200  200  200
        GET    /openapi/{documentName}.json                           -                 200  200  200  200  200  200  200
        GET    /health                                                -                 any  any  any  any  any  any  any
        GET    /health/ready                                          -                 any  any  any  any  any  any  any
        GET    /health/live                                           -                 200  200  200  200  200  200  200
        GET    /metrics                                               -                 200  200  200  200  200  200  200
        """;

    public static IEnumerable<RoleRow> All => Rows.Split('\n').Select(RoleRow.Parse);

    /// <summary>The rows of the API that the OpenAPI document describes.</summary>
    public static IEnumerable<RoleRow> Api => All.Where(row => row.Cells[0] is not ("200" or "any"));
}

/// <param name="Permission">Null for what needs none.</param>
internal sealed record RoleRow(string Method, string Pattern, string? Permission, string[] Cells, string? Body)
{
    public string Route => $"{Method} {Pattern}";

    public string Path => Pattern
        .Replace("{id:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{invitationId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{userId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{configId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{platform}", "http", StringComparison.Ordinal)
        .Replace("{accountId}", "a-1", StringComparison.Ordinal)
        .Replace("{documentName}", "v1", StringComparison.Ordinal)
        .Replace("/turn", "/turn?service=turn", StringComparison.Ordinal).Replace("?service=turn/", "/", StringComparison.Ordinal)
        .Replace("{participantId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{userId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{sessionId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{rewardId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal);

    public static RoleRow Parse(string row)
    {
        var words = row.Split(' ', 11, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new RoleRow(words[0], words[1], words[2] == "-" ? null : words[2], words[3..10], words.Length > 10 ? words[10] : null);
    }
}
