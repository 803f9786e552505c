using Contracts.Activities;
using Contracts.Connections;
using Contracts.Sessions;
using Contracts.Teams;
using Contracts.Users;
using Contracts.Viewing;
using Contracts.Wallets;
using Gateway.Requests;

namespace Gateway.Exports;

/// <summary>What is kept of a user, as the API describes it. It is never all in memory: <see cref="AccountExport"/> writes it.</summary>
internal sealed record ExportedAccount(
    UserDetails Account,
    IReadOnlyList<SessionDetails> Sessions,
    IReadOnlyList<TeamSummary> Teams,
    IReadOnlyList<RequestResponse> Requests,
    IReadOnlyList<LedgerEntry> Ledger,
    IReadOnlyList<Activity> Activities,
    IReadOnlyList<StageSessionDetails> ViewerSessions,
    IReadOnlyList<ConnectedAccountDetails> Connections,
    IReadOnlyList<ExportedConfig> Configurations);

internal sealed record ExportedConfig(string Platform, PlatformConfigDetails Config);
