using System.Numerics;

namespace EventService.Conditions;

/// <summary>A sum of decimals without rounding, in whatever order they are added: a decimal itself drops digits past its 28th.</summary>
/// <param name="Units">Of 10^-28, the smallest that a decimal has.</param>
internal readonly record struct ExactSum(BigInteger Units) : IComparable<ExactSum>
{
    private const int Places = 28;
    private const int ScaleAt = 16;

    private static readonly BigInteger[] PowersOfTen = [.. Enumerable.Range(0, Places + 1).Select(power => BigInteger.Pow(10, power))];

    public static implicit operator ExactSum(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var digits = (new BigInteger((uint)bits[2]) << 64) + (((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var scale = (bits[3] >> ScaleAt) & 0x7F;
        return new ExactSum((decimal.IsNegative(number) ? -digits : digits) * PowersOfTen[Places - scale]);
    }

    public static ExactSum operator +(ExactSum left, ExactSum right) => new(left.Units + right.Units);

    public static bool operator <(ExactSum left, ExactSum right) => left.Units < right.Units;

    public static bool operator >(ExactSum left, ExactSum right) => left.Units > right.Units;

    public static bool operator <=(ExactSum left, ExactSum right) => left.Units <= right.Units;

    public static bool operator >=(ExactSum left, ExactSum right) => left.Units >= right.Units;

    public int CompareTo(ExactSum other) => Units.CompareTo(other.Units);

    /// <summary>The nearest decimal, to be shown.</summary>
    public decimal ToDecimal()
    {
        var whole = BigInteger.DivRem(Units, PowersOfTen[Places], out var rest);
        return (decimal)whole + ((decimal)rest / (decimal)PowersOfTen[Places]);
    }
}
