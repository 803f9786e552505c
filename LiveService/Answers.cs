using Contracts;
using MassTransit;

namespace LiveService;

internal static class Answers
{
    public static Task Answer<T>(this ConsumeContext context, T? details, Refused? refusal) where T : class =>
        refusal is not null
            ? context.RespondAsync(refusal)
            : context.RespondAsync(details ?? throw new InvalidOperationException($"Neither {typeof(T).Name} nor a refusal to answer with."));
}
