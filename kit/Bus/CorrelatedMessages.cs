using System.Linq.Expressions;
using System.Reflection;
using MassTransit;
using Messages;

namespace Bus;

/// <summary>
/// A message has the correlation id that <see cref="CorrelatedByAttribute"/> names. By itself MassTransit takes any property
/// named EventId, and all that has to do with an event would be one conversation.
/// </summary>
internal sealed class CorrelatedMessages : OutgoingMessages
{
    protected override void Prepare<T>(SendContext<T> context)
    {
        if (Correlation<T>.Id is { } id)
        {
            context.CorrelationId = id(context.Message);
        }
    }

    private static class Correlation<T>
    {
        /// <summary>Null of a message for which none is named.</summary>
        public static readonly Func<T, Guid>? Id = Find();

        private static Func<T, Guid>? Find()
        {
            var message = Expression.Parameter(typeof(T));
            if (typeof(T).GetCustomAttribute<CorrelatedByAttribute>(inherit: false) is { } own)
            {
                return Compiled(own.Path.Aggregate<string, Expression>(message, Expression.Property));
            }

            return typeof(T).Assembly.GetCustomAttribute<CorrelatedByAttribute>() is { Path: [var name] } && typeof(T).GetProperty(name)?.PropertyType == typeof(Guid)
                ? Compiled(Expression.Property(message, name))
                : null;

            Func<T, Guid> Compiled(Expression id) => Expression.Lambda<Func<T, Guid>>(id, message).Compile();
        }
    }
}
