using System.Text;
using OperatorsConsole.Events.Rewards;

namespace OperatorsConsole.Tests.Events.Rewards;

public sealed class What_a_file_of_coupons_says
{
    [Fact]
    public async Task Its_first_column_is_codes()
    {
        var file = await Read("\uFEFFCode;what\r\nAA-1;a\n\n\"B,\"\"B\"\" 2\" ,b\nCC-3\tc");

        file.Codes.ShouldBe(["AA-1", "B,\"B\" 2", "CC-3"]);
        (file.FaultCount, file.Faults.Count).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("A\nB\na", 3, "is the code of line 1")]
    [InlineData("A\n\"B", 2, "has a quote that is not closed")]
    [InlineData("\"A\"B,c", 1, "has text behind its quotes")]
    [InlineData("A\u0007", 1, "has a control character")]
    public async Task A_line_with_a_fault_is_told(string text, int line, string what)
    {
        var fault = (await Read(text)).Faults.ShouldHaveSingleItem();

        (fault.Line, fault.What).ShouldBe((line, what));
    }

    [Fact]
    public async Task What_is_no_UTF8_is_a_fault_of_its_line()
    {
        var file = await Read([.. "A\nGR"u8, 0xDC, .. "N\nC"u8]);

        file.Codes.ShouldBe(["A", "C"]);
        var fault = file.Faults.ShouldHaveSingleItem();
        (fault.Line, fault.What).ShouldBe((2, "is not written in UTF-8"));
    }

    [Fact]
    public async Task Of_many_faults_the_first_are_kept_and_all_are_counted()
    {
        var file = await Read(string.Concat(Enumerable.Repeat("A\n", 1_001)));

        (file.Codes.Count, file.Faults.Count, file.FaultCount).ShouldBe((1, CouponFile.MostFaults, 1_000));
    }

    [Fact]
    public async Task Past_the_most_codes_it_is_not_read()
    {
        var told = 0;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, CouponFile.Most + 10_000).Select(i => $"c{i}\n"))));

        var file = await CouponFile.Read(stream, line => Task.FromResult(told = line), CancellationToken.None);

        file.Codes.Count.ShouldBe(CouponFile.Most);
        file.Faults.ShouldHaveSingleItem().Line.ShouldBe(CouponFile.Most + 1);
        told.ShouldBe(CouponFile.Most);
    }

    private static Task<CouponFile> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static async Task<CouponFile> Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await CouponFile.Read(stream, _ => Task.CompletedTask, CancellationToken.None);
    }
}
