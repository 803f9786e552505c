using System.Buffers;
using System.Text.Json;
using Contracts.Activities;
using Contracts.Connections;
using Contracts.Requests;
using Contracts.Sessions;
using Contracts.Teams;
using Contracts.Users;
using Contracts.Viewing;
using Contracts.Wallets;
using Gateway.Requests;
using Http.Deadlines;

namespace Gateway.Exports;

/// <summary>Writes an <see cref="ExportedAccount"/> page by page, each when its reader has taken the one before.</summary>
internal sealed class AccountExport : IDisposable
{
    private const int PageSize = 100;

    private readonly ArrayBufferWriter<byte> written = new();
    private readonly Utf8JsonWriter writer;
    private readonly Stream body;
    private readonly ServiceClient services;
    private readonly Deadline deadline;
    private readonly JsonSerializerOptions options;
    private readonly CancellationToken cancellationToken;

    public AccountExport(Stream body, ServiceClient services, Deadline deadline, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        (this.body, this.services, this.deadline, this.options, this.cancellationToken) = (body, services, deadline, options, cancellationToken);
        writer = new Utf8JsonWriter(written);
    }

    /// <summary>False when a service did not answer: what is written then is not all, and no JSON.</summary>
    public async Task<bool> Write(UserDetails account, Caller self)
    {
        var id = account.Id;
        writer.WriteStartObject();
        writer.WritePropertyName(Name(nameof(ExportedAccount.Account)));
        JsonSerializer.Serialize(writer, account, options);
        var isComplete =
            await List<ListSessions, SessionList, SessionDetails>(
                nameof(ExportedAccount.Sessions), _ => new ListSessions(id), list => (list.Items, null))
            && await List<ListTeams, TeamList, TeamSummary>(
                nameof(ExportedAccount.Teams), cursor => new ListTeams(id, PageSize, cursor), list => (list.Items, list.NextCursor))
            && await List<ListRewardRequests, RewardRequestList, RequestResponse>(
                nameof(ExportedAccount.Requests),
                cursor => new ListRewardRequests(id, null, null, PageSize, cursor, self),
                list => (list.Items.Select(RequestResponse.Of), list.NextCursor))
            && await List<GetLedger, LedgerPage, LedgerEntry>(
                nameof(ExportedAccount.Ledger), cursor => new GetLedger(id, PageSize, cursor), page => (page.Items, page.NextCursor))
            && await List<ListActivities, ActivityList, Activity>(
                nameof(ExportedAccount.Activities), cursor => new ListActivities(id, null, PageSize, cursor), list => (list.Items, list.NextCursor))
            && await List<ListViewerSessions, StageSessionList, StageSessionDetails>(
                nameof(ExportedAccount.ViewerSessions), cursor => new ListViewerSessions(id, PageSize, cursor), list => (list.Items, list.NextCursor))
            && await List<ListConnectedAccounts, ConnectedAccountList, ConnectedAccountDetails>(
                nameof(ExportedAccount.Connections),
                cursor => new ListConnectedAccounts(new Owner(OwnerKind.User, id), null, PageSize, cursor),
                list => (list.Items, list.NextCursor))
            && await Configurations(new Owner(OwnerKind.User, id));
        if (isComplete)
        {
            writer.WriteEndObject();
            await Send();
        }

        return isComplete;
    }

    public void Dispose() => writer.Dispose();

    private async Task<bool> Configurations(Owner owner)
    {
        deadline.Restart();
        var platforms = await services.Ask<ListPlatforms, PlatformList>(new ListPlatforms(), cancellationToken);
        if (platforms.Problem is not null)
        {
            return false;
        }

        writer.WriteStartArray(Name(nameof(ExportedAccount.Configurations)));
        foreach (var platform in platforms.Reply.Items)
        {
            if (!await Items<ListPlatformConfigs, PlatformConfigList, ExportedConfig>(
                cursor => new ListPlatformConfigs(owner, platform.Id, PageSize, cursor),
                list => (list.Items.Select(config => new ExportedConfig(platform.Id, config)), list.NextCursor)))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private async Task<bool> List<TRequest, TPage, TItem>(
        string name, Func<string?, TRequest> ask, Func<TPage, (IEnumerable<TItem> Items, string? NextCursor)> read)
        where TRequest : class
        where TPage : class
    {
        writer.WriteStartArray(Name(name));
        if (!await Items<TRequest, TPage, TItem>(ask, read))
        {
            return false;
        }

        writer.WriteEndArray();
        return true;
    }

    private async Task<bool> Items<TRequest, TPage, TItem>(Func<string?, TRequest> ask, Func<TPage, (IEnumerable<TItem> Items, string? NextCursor)> read)
        where TRequest : class
        where TPage : class
    {
        string? cursor = null;
        do
        {
            deadline.Restart();
            var page = await services.Ask<TRequest, TPage>(ask(cursor), cancellationToken);
            if (page.Problem is not null)
            {
                return false;
            }

            (var items, cursor) = read(page.Reply);
            foreach (var item in items)
            {
                JsonSerializer.Serialize(writer, item, options);
            }

            await Send();
        }
        while (cursor is not null);
        return true;
    }

    private async Task Send()
    {
        await writer.FlushAsync(cancellationToken);
        await body.WriteAsync(written.WrittenMemory, cancellationToken);
        await body.FlushAsync(cancellationToken);
        written.ResetWrittenCount();
    }

    private static string Name(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
