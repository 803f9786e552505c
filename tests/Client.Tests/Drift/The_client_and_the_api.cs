using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Client.Tests.Flow;

namespace Client.Tests.Drift;

/// <summary>
/// Whoever adds an operation, a parameter, a field, a word or a code to the API is told here that the client lacks it: a method of a group, a
/// member of a record or an enum, a constant.
/// </summary>
[Collection(RunningPlatform.Collection)]
public sealed class The_client_and_the_api(RunningPlatform platform)
{
    /// <summary>What methods answer that is made from what the platform does.</summary>
    private static readonly Dictionary<string, Type> Answers = new(StringComparer.Ordinal)
    {
        ["LogIn"] = typeof(SessionOrFactor),
        ["ConfirmLogIn"] = typeof(SessionAnswer),
        ["ApproveRequests"] = typeof(DecisionResults),
        ["RejectRequests"] = typeof(DecisionResults),
        ["RedeliverDeadLetters"] = typeof(Redelivery),
        ["RedeliverDeadLetter"] = typeof(Redelivery),
        ["ListPlatforms"] = typeof(Page<AdvertisingPlatform>),
    };

    /// <summary>Read as they come, and not as a value of one type: their streams have tests of their own.</summary>
    private static readonly string[] Streams = ["ExportAccount", "ExportAudit", "RequestStream"];

    /// <summary>Fields that a change has only to be refused with them.</summary>
    private static readonly string[] RefusedFields = ["ChangeReward.type", "ChangeReward.couponCodes"];

    [Fact]
    public async Task Every_operation_has_a_method()
    {
        var operations = await Operations();
        var called = (await ClientCalls.All).Select(call => operations.Of(call.Request.Method, call.Request.Path)).ToHashSet();

        operations.All.Where(operation => !called.Contains(operation)).Select(operation => $"{operation}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_method_calls_an_operation()
    {
        var operations = await Operations();

        (await ClientCalls.All).Where(call => operations.Of(call.Request.Method, call.Request.Path) is null)
            .Select(call => $"{call.Name}: {call.Request.Method} {call.Request.Path}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_parameter_is_given()
    {
        foreach (var (operation, call) in await Calls())
        {
            var given = call.Request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => parameter.Split('=')[0]).ToHashSet();
            if (call.IsList)
            {
                given.Add("cursor");
            }

            // Not described: it is how one signs in there.
            given.Remove("key");
            given.Order(StringComparer.Ordinal).ShouldBe(operation.Queries.Where(name => name != "key").Order(StringComparer.Ordinal), $"{operation}");
        }
    }

    [Fact]
    public async Task Every_field_of_a_body_is_sent()
    {
        var operations = await Operations();
        foreach (var (operation, call) in await Calls())
        {
            var given = call.Request.Body is { } body ? JsonElement.Parse(body) : default;
            if (given.ValueKind == JsonValueKind.Array)
            {
                given = given[0];
            }

            var described = operation.Body is { } schema ? operations.Fields(operations.Items(schema) ?? schema).Keys : [];
            var sent = given.ValueKind == JsonValueKind.Object ? given.EnumerateObject().Select(field => field.Name) : [];

            sent.Order(StringComparer.Ordinal).ShouldBe(
                described.Where(field => !RefusedFields.Contains($"{operation.Name}.{field}")).Order(StringComparer.Ordinal), $"{operation}");
        }
    }

    [Fact]
    public async Task Every_field_and_word_of_an_answer_is_read()
    {
        var operations = await Operations();
        var faults = new List<string>();
        foreach (var (operation, call) in (await Calls()).Where(pair => !Streams.Contains(pair.Operation.Name)))
        {
            if (operation.Success is not { } success)
            {
                if (call.Answer is not null)
                {
                    faults.Add($"{operation} answers nothing, and {call.Name} a {call.Answer.Name}");
                }

                continue;
            }

            var answer = Answers.GetValueOrDefault(operation.Name) ?? call.Answer;
            if (answer is null)
            {
                faults.Add($"{call.Name} leaves the answer of {operation} unread");
                continue;
            }

            new Comparer(operations, faults).Compare(call.IsList ? operations.Items(operations.Fields(success)["items"])!.Value : success, answer, $"{operation}");
        }

        faults.Distinct().ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_code_has_a_name()
    {
        var named = typeof(Codes).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToHashSet();

        (await Operations()).All.SelectMany(operation => operation.Codes).Distinct().Where(code => !named.Contains(code)).ShouldBeEmpty();
    }

    private async Task<ApiOperations> Operations() => new(await platform.Description());

    private async Task<IReadOnlyList<(ApiOperation Operation, ClientCall Call)>> Calls()
    {
        var operations = await Operations();
        return
        [
            .. (await ClientCalls.All).Select(call => (Operation: operations.Of(call.Request.Method, call.Request.Path), Call: call))
                .Where(pair => pair.Operation is not null)
                .Select(pair => (pair.Operation!, pair.Call)),
        ];
    }

    private sealed class Comparer(ApiOperations operations, List<string> faults)
    {
        private readonly HashSet<Type> seen = [];

        public void Compare(JsonElement schema, Type type, string path)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.IsEnum)
            {
                CompareWords(schema, type, path);
            }
            else if (type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableTo(typeof(IEnumerable)))
            {
                Compare(operations.Items(schema) ?? throw new InvalidOperationException($"{path} is no list."), item, $"{path}[]");
            }
            else if (type.Assembly == typeof(MessagingClient).Assembly && type != typeof(DataValue) && seen.Add(type))
            {
                CompareFields(schema, type, path);
            }
        }

        private void CompareFields(JsonElement schema, Type type, string path)
        {
            var described = operations.Fields(schema);
            var read = Members(type);
            faults.AddRange(described.Keys.Except(read.Keys).Select(field => $"{type.Name} does not read {field} of {path}"));
            faults.AddRange(read.Keys.Except(described.Keys).Select(field => $"{type.Name}.{field} is nothing that {path} has"));
            foreach (var field in described.Keys.Intersect(read.Keys))
            {
                Compare(described[field], read[field], $"{path} {field}");
            }
        }

        private void CompareWords(JsonElement schema, Type type, string path)
        {
            var words = operations.WordsOf(schema);
            var known = Enum.GetValues(type).Cast<object>().Skip(1).Select(word => JsonSerializer.SerializeToElement(word, type, ClientJson.Options).GetString()!).ToList();
            if (words.Count > 0 && !words.Order(StringComparer.Ordinal).SequenceEqual(known.Order(StringComparer.Ordinal)))
            {
                faults.Add($"{type.Name} is {string.Join(", ", known)}, and {path} {string.Join(", ", words)}");
            }
        }

        /// <summary>Of a record and of the kinds that it has.</summary>
        private static Dictionary<string, Type> Members(Type type) =>
            (type.IsAbstract ? type.Assembly.GetTypes().Where(kind => kind.IsSubclassOf(type)) : [type])
                .SelectMany(kind => kind.GetProperties(BindingFlags.Instance | BindingFlags.Public))
                .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
                .GroupBy(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name))
                .ToDictionary(properties => properties.Key, properties => properties.First().PropertyType, StringComparer.Ordinal);
    }
}
