using System.Reflection;
using Client.Tests.Hosting;

namespace Client.Tests.Drift;

/// <summary>Every method of the client, called once with every argument, and what it sent.</summary>
internal static class ClientCalls
{
    /// <summary>A refusal that nobody tries again: what was sent is all that is asked.</summary>
    private const int Teapot = 418;

    private static readonly Lazy<Task<IReadOnlyList<ClientCall>>> Found = new(Find);

    public static Task<IReadOnlyList<ClientCall>> All => Found.Value;

    private static async Task<IReadOnlyList<ClientCall>> Find()
    {
        var calls = new List<ClientCall>();
        foreach (var group in typeof(MessagingClient).GetProperties().Where(property => property.PropertyType != typeof(LiveClient)))
        {
            foreach (var method in group.PropertyType.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Where(method => !method.IsSpecialName && Answers(method.ReturnType)))
            {
                calls.AddRange(await Call(group, method, null));
                if (method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Owner)))
                {
                    calls.AddRange(await Call(group, method, Owner.Team(Samples.Id)));
                }
            }
        }

        // No method sends it: a session that has ended does.
        calls.AddRange(await Sent(
            "Refresh",
            typeof(SessionAnswer),
            client =>
            {
                client.Sessions.Resume(Some.Session(DateTimeOffset.UnixEpoch));
                return client.Sessions.Me();
            }));
        return calls;
    }

    private static bool Answers(Type type) => type == typeof(Task) || (type.IsGenericType && type.Namespace != typeof(Func<>).Namespace);

    /// <param name="owner">In place of a user.</param>
    private static Task<IReadOnlyList<ClientCall>> Call(PropertyInfo group, MethodInfo method, Owner? owner) => Sent(
        $"{group.Name}.{method.Name}",
        method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : null,
        client =>
        {
            client.Sessions.Resume(Some.Session(DateTimeOffset.MaxValue.AddDays(-1)));
            var result = method.Invoke(group.GetValue(client), [.. method.GetParameters().Select(Argument)])!;
            return result as Task ?? FirstOf(result);

            object? Argument(ParameterInfo parameter) =>
                owner is { } given && parameter.ParameterType == typeof(Owner) ? given : Samples.Of(parameter.ParameterType);
        },
        isList: method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Pages<>));

    private static async Task<IReadOnlyList<ClientCall>> Sent(string name, Type? answer, Func<MessagingClient, Task> call, bool isList = false)
    {
        var platform = new StubPlatform();
        platform.Answers(() => StubPlatform.Problem(Teapot, "TEAPOT"));
        try
        {
            await call(platform.Client());
        }
        catch (ProblemException e) when ((int)e.Status == Teapot)
        {
            // As it was answered.
        }

        return [.. platform.Sent.Select(request => new ClientCall(name, answer, isList, request))];
    }

    private static Task FirstOf(object sequence)
    {
        var item = sequence.GetType().GetInterfaces().Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)).GetGenericArguments()[0];
        return (Task)typeof(ClientCalls).GetMethod(nameof(First), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(item).Invoke(null, [sequence])!;
    }

    private static async Task First<T>(IAsyncEnumerable<T> sequence)
    {
        await foreach (var _ in sequence)
        {
            return;
        }
    }
}

/// <param name="Answer">What the method answers with, or an item of it.</param>
internal sealed record ClientCall(string Name, Type? Answer, bool IsList, SentRequest Request);
