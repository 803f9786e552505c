using System.Text.Json;
using Contracts;
using Contracts.Audit;
using Contracts.Connections;
using Documents;

namespace CampaignService.Configurations;

/// <summary>
/// The configurations of an owner for a platform: one document, so that exactly one of them is current whatever races. That of an
/// owner who is no more stays, with nothing in it.
/// </summary>
internal sealed class PlatformConfigs : Document, IRemembersCommands
{
    public static readonly Schema<PlatformConfigs> Schema = new Schema<PlatformConfigs>("platform_configs").Index(c => c.Owner, c => c.CreatedAt);

    public const int Most = 50;

    /// <summary>As <see cref="Contracts.Connections.Owner"/> is written.</summary>
    public required string Owner { get; init; }

    public required string Platform { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PlatformConfig> Configs { get; set; } = [];

    /// <summary>One of them, unless there is none.</summary>
    public Guid? CurrentId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public List<Guid> Commands { get; init; } = [];

    public PlatformConfig? Current => Configs.FirstOrDefault(config => config.Id == CurrentId);

    public static string IdOf(Owner owner, string platform) => $"{owner}/{platform}";

    public static PlatformConfigs Of(Owner owner, string platform, DateTimeOffset now) =>
        new() { Id = IdOf(owner, platform), Owner = owner.ToString(), Platform = platform, CreatedAt = now };

    public PlatformConfig? Find(Guid id) => Configs.FirstOrDefault(config => config.Id == id);

    /// <summary>One that is there already is left as it is.</summary>
    public Refused? Add(CreatePlatformConfig message, DateTimeOffset now)
    {
        if (Find(message.ConfigId) is not null)
        {
            return null;
        }

        if (Configs.Count >= Most)
        {
            return Refusals.TooManyConfigs;
        }

        if (Configs.Count == 0)
        {
            Raise(new OwnerStored(message.Owner));
        }

        var config = new PlatformConfig(message.ConfigId, message.Name.Trim(), message.Settings, now, now);
        Configs = [.. Configs, config];
        CurrentId ??= config.Id;
        Audit(now, Actor.Of(message.Caller), "config.created", config.Id, null, Shown(config));
        return null;
    }

    public Refused? Change(ChangePlatformConfig message, DateTimeOffset now)
    {
        if (Find(message.ConfigId) is not { } config)
        {
            return Refusals.NoConfig;
        }

        var changed = config with { Name = message.Name.Trim(), Settings = message.Settings };
        var (before, after) = Snapshot.Difference(Shown(config), Shown(changed));
        if (after.Count > 0)
        {
            Configs = [.. Configs.Select(known => known.Id == config.Id ? changed with { UpdatedAt = now } : known)];
            Audit(now, Actor.Of(message.Caller), "config.updated", config.Id, before, after);
        }

        return null;
    }

    public Refused? Select(ChangeCurrentConfig message, DateTimeOffset now)
    {
        if (Find(message.ConfigId) is null)
        {
            return Refusals.NoConfig;
        }

        if (CurrentId != message.ConfigId)
        {
            Audit(now, Actor.Of(message.Caller), "config.selected", message.ConfigId, Snapshot.Of(new { CurrentId }), Snapshot.Of(new { CurrentId = message.ConfigId }));
            CurrentId = message.ConfigId;
        }

        return null;
    }

    /// <param name="hasAccounts">Whether accounts are connected, which use the current one.</param>
    public Refused? Remove(DeletePlatformConfig message, bool hasAccounts, DateTimeOffset now)
    {
        if (Find(message.ConfigId) is not { } config)
        {
            return Refusals.NoConfig;
        }

        if (CurrentId == config.Id && hasAccounts)
        {
            return Refusals.ConfigInUse;
        }

        Configs = [.. Configs.Where(known => known.Id != config.Id)];
        if (CurrentId == config.Id)
        {
            CurrentId = Configs.Count > 0 ? Configs[0].Id : null;
        }

        Audit(now, Actor.Of(message.Caller), "config.deleted", config.Id, Shown(config), null);
        return null;
    }

    /// <summary>Of an owner who is no more. False when there is nothing.</summary>
    public bool Clear(DateTimeOffset now)
    {
        foreach (var config in Configs)
        {
            Audit(now, Actor.System, "config.deleted", config.Id, Shown(config), null);
        }

        (Configs, CurrentId) = ([], null);
        return Raised.Count > 0;
    }

    public PlatformConfigDetails ToDetails(PlatformConfig config) =>
        new(config.Id, config.Name, config.Settings, config.Id == CurrentId, config.CreatedAt, config.UpdatedAt);

    private IReadOnlyDictionary<string, JsonElement> Shown(PlatformConfig config) => Snapshot.Of(new { Owner, Platform, config.Name, config.Settings });

    private void Audit(
        DateTimeOffset now,
        string actor,
        string action,
        Guid configId,
        IReadOnlyDictionary<string, JsonElement>? before,
        IReadOnlyDictionary<string, JsonElement>? after) =>
        Raise(ChangeRecorded.Of(now, actor, action, $"config:{configId}", before, after));
}
