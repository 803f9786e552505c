using System.Collections.Concurrent;
using MassTransit;

namespace Bus.Questions;

/// <summary>
/// Whether the sender of a question has given up: no work is worth doing for it, and who was told that there is no answer must
/// not find it carried out later. What no one waits for never expires.
/// <para>
/// No two machines' clocks are compared. A question carries the time of its sender's monotonic clock; by how much that differs
/// from the one here is learnt from the sender's fastest question of late, and any other took longer by what is missing.
/// The first question of a sender counts as fast: RabbitMQ drops what has expired in its queue.
/// </para>
/// </summary>
public sealed class QuestionExpiry(TimeProvider time)
{
    /// <summary>Clocks of two machines drift apart, some ten milliseconds in this time.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int MostSenders = 1000;

    private readonly ConcurrentDictionary<string, SenderClock> senders = new(StringComparer.Ordinal);

    public bool HasExpired(ConsumeContext question)
    {
        if (Left(question) is not { } left || left > TimeSpan.Zero)
        {
            return false;
        }

        LogContext.Warning?.Log("A question came {Late} after its sender had given up and is not begun", -left);
        return true;
    }

    /// <summary>How long the sender will still wait; not more than zero once he has given up, null when nobody waits.</summary>
    public TimeSpan? Left(ConsumeContext question)
    {
        if (question.ExpirationTime - question.SentTime is not { } lifetime
            || question.Headers.Get<long>(QuestionStamps.Header) is not { } askedAt
            || question.SourceAddress is not { } sender)
        {
            return null;
        }

        return lifetime - AgeOf(sender.AbsoluteUri, TimeSpan.FromMilliseconds(askedAt), question.ReceiveContext.ElapsedTime);
    }

    /// <param name="askedAt">By the sender's clock.</param>
    /// <param name="waited">In this process.</param>
    internal TimeSpan AgeOf(string sender, TimeSpan askedAt, TimeSpan waited)
    {
        var now = QuestionStamps.Now(time);
        var difference = now - waited - askedAt;
        return difference - ClockOf(sender, now).Least(difference, now) + waited;
    }

    private SenderClock ClockOf(string sender, TimeSpan now)
    {
        if (senders.TryGetValue(sender, out var known))
        {
            return known;
        }

        Forget(now);
        return senders.GetOrAdd(sender, _ => new SenderClock());
    }

    private void Forget(TimeSpan now)
    {
        if (senders.Count > MostSenders)
        {
            foreach (var (sender, clock) in senders)
            {
                if (clock.IsOld(now))
                {
                    senders.TryRemove(sender, out _);
                }
            }
        }
    }

    /// <summary>The least difference seen in the present window of time and in the one before.</summary>
    private sealed class SenderClock
    {
        private readonly Lock gate = new();
        private TimeSpan since = TimeSpan.MinValue;
        private TimeSpan present = TimeSpan.MaxValue;
        private TimeSpan before = TimeSpan.MaxValue;

        public TimeSpan Least(TimeSpan difference, TimeSpan now)
        {
            lock (gate)
            {
                if (since == TimeSpan.MinValue || now - since > Window)
                {
                    (since, before, present) = (now, present, TimeSpan.MaxValue);
                }

                present = difference < present ? difference : present;
                return present < before ? present : before;
            }
        }

        public bool IsOld(TimeSpan now)
        {
            lock (gate)
            {
                return now - since > 2 * Window;
            }
        }
    }
}
