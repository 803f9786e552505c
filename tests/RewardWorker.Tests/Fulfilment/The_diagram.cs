using System.Text;
using MassTransit;
using MassTransit.SagaStateMachine;
using RewardWorker.Fulfilment;

namespace RewardWorker.Tests.Fulfilment;

public sealed class The_diagram
{
    /// <summary>With UPDATE_APPROVED=1 in the environment the file is written instead.</summary>
    [Fact]
    public void In_the_documents_shows_the_machine_as_it_is()
    {
        var path = Path.Combine(Root(), "docs", "fulfilment.md");
        var drawn = Draw(new RewardFulfilmentStateMachine(null!, null!, null!, TimeProvider.System));
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, drawn);
        }

        File.Exists(path).ShouldBeTrue();
        File.ReadAllText(path).ShouldBe(drawn, "Run this test with UPDATE_APPROVED=1 and look at the difference.");
    }

    private static string Draw(RewardFulfilmentStateMachine machine)
    {
        var visitor = new Transitions();
        machine.Accept(visitor);
        var text = new StringBuilder("# The fulfilment of a reward request\n\n")
            .Append("Drawn from `RewardFulfilmentStateMachine` by its test. What a state does not name it ignores; a loop does not leave its state.\n\n")
            .Append("```mermaid\nstateDiagram-v2\n");
        foreach (var (from, to, on) in visitor.Found)
        {
            text.Append($"    {(from == "Initial" ? "[*]" : from)} --> {to} : {on}\n");
        }

        foreach (var last in visitor.Found.Select(t => t.To).Distinct().Except(visitor.Found.Select(t => t.From)))
        {
            text.Append($"    {last} --> [*]\n");
        }

        return text.Append("```\n").ToString();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Messaging.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    /// <summary>Each state, each message that it handles, and where that may lead.</summary>
    private sealed class Transitions : StateMachineVisitor
    {
        private static readonly Type[] Conditions = [typeof(ConditionActivity<>), typeof(ConditionActivity<,>)];

        private readonly Dictionary<(string State, string Message), List<string>> found = [];
        private readonly HashSet<(string State, string Message)> leaving = [];
        private string state = "";
        private string message = "";
        private int conditions;

        public IReadOnlyList<(string From, string To, string On)> Found =>
        [
            .. found.SelectMany(f => f.Value.Concat(leaving.Contains(f.Key) || f.Key.State == "Initial" ? [] : [f.Key.State]).Distinct().Select(to => (f.Key.State, to, f.Key.Message))),
        ];

        public void Visit(State state, Action<State> next)
        {
            this.state = state.Name;
            next(state);
        }

        public void Visit(Event @event, Action<Event> next) => next(@event);

        public void Visit<TMessage>(Event<TMessage> @event, Action<Event<TMessage>> next) where TMessage : class
        {
            message = typeof(TMessage).Name;
            found.TryAdd((state, message), []);
            next(@event);
        }

        public void Visit(IStateMachineActivity activity) => Visit(activity, _ => { });

        public void Visit<T>(IBehavior<T> behavior) where T : class, SagaStateMachineInstance
        {
        }

        public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next) where T : class, SagaStateMachineInstance => next(behavior);

        public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior) where T : class, SagaStateMachineInstance where TMessage : class
        {
        }

        public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior, Action<IBehavior<T, TMessage>> next)
            where T : class, SagaStateMachineInstance
            where TMessage : class => next(behavior);

        public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
        {
            if (activity is TransitionActivity<RewardFulfilmentState> transition)
            {
                found[(state, message)].Add(transition.ToState.Name);
                if (conditions == 0)
                {
                    leaving.Add((state, message));
                }
            }

            var conditional = activity.GetType() is { IsGenericType: true } type && Conditions.Contains(type.GetGenericTypeDefinition());
            conditions += conditional ? 1 : 0;
            next(activity);
            conditions -= conditional ? 1 : 0;
        }
    }
}
