using System.Text.Json;
using Contracts;
using Hosting.Networks;

namespace CampaignService.Platforms;

/// <summary>Any server that lists its campaigns at <c>{baseUrl}/campaigns</c>: docs/platforms.md says how.</summary>
internal sealed class HttpPlatform([FromKeyedServices(HttpPlatform.Section)] OutboundTargets targets, HttpCampaigns campaigns) : IPlatform
{
    /// <summary>Of the configuration: which addresses may be called.</summary>
    public const string Section = "Campaigns";

    public string Id => "http";

    public string Name => "HTTP";

    public InputSchema Settings { get; } = InputSchema.Parse(
        """
        {
          "type": "object",
          "properties": {
            "baseUrl": {
              "type": "string", "format": "uri", "minLength": 1, "maxLength": 2048,
              "title": "Base URL", "description": "Campaigns are read at /campaigns below it."
            }
          },
          "required": ["baseUrl"],
          "additionalProperties": false
        }
        """);

    public InputSchema Credentials { get; } = InputSchema.Parse(
        """
        {
          "type": "object",
          "properties": {
            "token": {
              "type": "string", "minLength": 1, "maxLength": 4096, "pattern": "^[!-~]+(?![\\s\\S])",
              "title": "Token", "description": "Sent as Authorization: Bearer. Visible ASCII characters."
            }
          },
          "required": ["token"],
          "additionalProperties": false
        }
        """);

    public void Check(JsonElement settings, FieldFaults faults)
    {
        var url = settings.GetProperty("baseUrl").GetString()!;
        if (targets.FaultOf(url) is { } fault)
        {
            faults.Add("settings.baseUrl", fault);
        }
        else
        {
            faults.AddIf(url.Contains('?', StringComparison.Ordinal), "settings.baseUrl", "has no query.");
        }
    }

    public Task<PageOutcome> Read(JsonElement settings, JsonElement credentials, string? cursor, CancellationToken cancellationToken) =>
        campaigns.Read(settings.GetProperty("baseUrl").GetString()!, credentials.GetProperty("token").GetString()!, cursor, cancellationToken);
}
