using Contracts.Rewards;
using Microsoft.OpenApi;

namespace Gateway.Rewards;

/// <summary>A reward in the API description: a schema a kind, told by <c>type</c>, where the handlers have one record for all.</summary>
internal static class RewardSchemas
{
    private const string Discriminator = "type";

    public static void AddTo(OpenApiDocument document)
    {
        Split(document, nameof(RewardResponse), kind => $"{kind}Reward");
        Split(document, nameof(AddRewardBody), kind => $"New{kind}Reward");
    }

    private static string[] FieldsOf(RewardType type) => type switch
    {
        RewardType.Point => ["points"],
        RewardType.Item => ["itemId", "quantity"],
        RewardType.Coupon => ["expiry", "couponCode", "couponCodes"],
        RewardType.Badge => ["badgeId"],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "is no kind of reward"),
    };

    /// <summary>A coupon has one code for all, or a list of codes.</summary>
    private static IEnumerable<string> RequiredOf(RewardType type) => FieldsOf(type).Where(field => !field.StartsWith("couponCode", StringComparison.Ordinal));

    private static void Split(OpenApiDocument document, string name, Func<RewardType, string> nameOf)
    {
        var whole = (OpenApiSchema)document.Components!.Schemas![name];
        var types = Enum.GetValues<RewardType>();
        var mapping = types.ToDictionary(type => Words.Write(type), type => new OpenApiSchemaReference(nameOf(type), document));
        foreach (var type in types)
        {
            var others = types.Where(other => other != type).SelectMany(FieldsOf);
            document.AddComponent<IOpenApiSchema>(nameOf(type), new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = (whole.Required ?? new HashSet<string>()).Append(Discriminator).Concat(RequiredOf(type)).ToHashSet(),
                Properties = whole.Properties!.Where(field => !others.Contains(field.Key)).ToDictionary(
                    field => field.Key,
                    field => field.Key == Discriminator ? new OpenApiSchema { Type = JsonSchemaType.String, Enum = [Words.Write(type)] }
                        : RequiredOf(type).Contains(field.Key) ? Required((OpenApiSchema)field.Value)
                        : field.Value),
            });
        }

        whole.Type = null;
        whole.Required = null;
        whole.Properties = null;
        whole.OneOf = [.. mapping.Values];
        whole.Discriminator = new OpenApiDiscriminator { PropertyName = Discriminator, Mapping = mapping };
    }

    private static OpenApiSchema Required(OpenApiSchema field)
    {
        var copy = (OpenApiSchema)field.CreateShallowCopy();
        copy.Type &= ~JsonSchemaType.Null;
        return copy;
    }
}
