using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Answers;

/// <summary>What a service said: its reply, or the problem with which the caller is refused.</summary>
internal readonly struct Answer<TReply> where TReply : class
{
    private readonly TReply? reply;

    private Answer(TReply? reply, Problem? problem)
    {
        this.reply = reply;
        Problem = problem;
    }

    public Problem? Problem { get; }

    /// <summary>Throws when there is a problem instead.</summary>
    public TReply Reply => reply ?? throw new InvalidOperationException($"There is no reply but {Problem?.Code}.");

    /// <summary>Of a reply whose type the compiler does not know.</summary>
    public static Answer<TReply> Of(TReply reply) => new(reply, null);

    public static implicit operator Answer<TReply>(TReply reply) => new(reply, null);

    public static implicit operator Answer<TReply>(Problem problem) => new(null, problem);

    public Results<TResult, Problem> Then<TResult>(Func<TReply, TResult> success) where TResult : IResult =>
        Problem is null ? success(Reply) : Problem;
}
