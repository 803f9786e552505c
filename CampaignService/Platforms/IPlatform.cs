using System.Text.Json;
using Contracts;

namespace CampaignService.Platforms;

/// <summary>An advertising platform whose accounts can be connected. One more is one class, registered in <see cref="PlatformsExtensions"/>.</summary>
internal interface IPlatform
{
    /// <summary>1 to 40 lower-case letters, digits and hyphens: a part of paths and of documents' ids.</summary>
    string Id { get; }

    string Name { get; }

    /// <summary>Of a configuration's settings, which are shown.</summary>
    InputSchema Settings { get; }

    /// <summary>Of an account's credentials, which are sealed and never shown.</summary>
    InputSchema Credentials { get; }

    /// <summary>What no schema can say of settings that it lets pass; the faults are of fields like <c>settings.baseUrl</c>.</summary>
    void Check(JsonElement settings, FieldFaults faults);

    /// <summary>Reads a page of an account's campaigns, within a time of its own. Whatever goes wrong is an outcome.</summary>
    /// <param name="settings">Of the current configuration.</param>
    /// <param name="cursor">As the page before said; null for the first.</param>
    Task<PageOutcome> Read(JsonElement settings, JsonElement credentials, string? cursor, CancellationToken cancellationToken);
}
