using MassTransit;

namespace Bus.Questions;

/// <summary>Each question says when it was asked, by a clock of its sender's that nobody sets.</summary>
internal sealed class QuestionStamps(TimeProvider time) : OutgoingMessages
{
    public const string Header = "Asked-At";

    /// <summary>Since some moment of this machine's own.</summary>
    public static TimeSpan Now(TimeProvider time) => time.GetElapsedTime(0);

    protected override void Prepare<T>(SendContext<T> context)
    {
        if (context.TimeToLive is not null)
        {
            context.Headers.Set(Header, (long)Now(time).TotalMilliseconds);
        }
    }
}
