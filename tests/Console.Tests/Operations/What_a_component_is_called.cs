using OperatorsConsole.Operations;

namespace OperatorsConsole.Tests.Operations;

public sealed class What_a_component_is_called
{
    [Theory]
    [InlineData("event_db", "Store of events")]
    [InlineData("redis", "Redis")]
    [InlineData("of_tomorrow", "of_tomorrow")]
    public void Its_key_where_nobody_knows_it(string key, string name) => ComponentName.Of(key).ShouldBe(name);
}
