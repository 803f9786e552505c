using OperatorsConsole.Api;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Tests.Shell;

public sealed class When_a_deed_is_done
{
    private readonly Deed deed = new();

    [Fact]
    public async Task A_second_press_meanwhile_does_nothing()
    {
        var (done, end) = (0, new TaskCompletionSource());

        var first = deed.Once(Do);
        await deed.Once(Do);

        (done, deed.IsBusy).ShouldBe((1, true));
        end.SetResult();
        await first;
        await deed.Once(Do);
        (done, deed.IsBusy).ShouldBe((2, false));

        Task Do()
        {
            done++;
            return end.Task;
        }
    }

    [Fact]
    public async Task What_fails_blocks_nothing()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => deed.Once(() => throw new InvalidOperationException()));

        deed.IsBusy.ShouldBeFalse();
    }

    [Theory]
    [InlineData(FaultKind.NoAnswer, null, true)]
    [InlineData(FaultKind.Refused, Codes.IdempotencyInProgress, true)]
    [InlineData(FaultKind.Refused, Codes.IdempotencyKeyReused, false)]
    [InlineData(FaultKind.Refused, Codes.ValidationFailed, false)]
    public void Its_key_is_kept_until_there_is_an_answer(FaultKind kind, string? code, bool isKept)
    {
        var (key, other) = (deed.KeyOf(("add", 1)), deed.KeyOf(("add", 2)));
        other.ShouldNotBe(key);

        deed.Hear(("add", 1), new Fault(kind, "No.", code));

        (deed.KeyOf(("add", 1)) == key).ShouldBe(isKept);
        deed.KeyOf(("add", 2)).ShouldBe(other);
    }

    [Fact]
    public void What_is_done_again_is_another_deed()
    {
        var key = deed.KeyOf("add");

        deed.Hear("add", null);

        deed.KeyOf("add").ShouldNotBe(key);
    }
}
