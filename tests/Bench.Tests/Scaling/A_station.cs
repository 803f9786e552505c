using Bench.Scaling;

namespace Bench.Tests.Scaling;

public sealed class A_station
{
    private static readonly Station Second = new("a second of work", 1);

    [Fact]
    public void With_one_core_has_the_waits_of_M_M_1()
    {
        // rho / (1 - rho) services.
        Second.Wait(0.5, 1).ShouldBe(1, 1e-9);
        Second.Wait(0.9, 1).ShouldBe(9, 1e-9);
        new Station("a tenth of it", 0.1).Wait(5, 1).ShouldBe(0.1, 1e-9);
    }

    [Fact]
    public void With_more_cores_has_those_of_Erlangs_C()
    {
        // Two cores and one busy: a third of all wait, one service on the average; the textbook's C(10, 8) is 0.409.
        Second.Wait(1, 2).ShouldBe(1 / 3d, 1e-9);
        Second.Wait(8, 10).ShouldBe(0.409 / 2, 1e-3);
    }

    [Fact]
    public void Of_thousands_of_cores_can_be_calculated() => Second.Wait(5990, 6000).ShouldBeInRange(0.07, 0.1);

    [Theory]
    [InlineData(0.59, 1)]
    [InlineData(0.61, 2)]
    [InlineData(6, 10)]
    [InlineData(0, 1)]
    public void Needs_so_many_cores_that_three_fifths_are_busy(double rate, int cores) => Second.Cores(rate).ShouldBe(cores);

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public void That_cannot_serve_what_comes_is_waited_for_without_end(double rate, int cores) =>
        Second.Wait(rate, cores).ShouldBe(double.PositiveInfinity);
}
