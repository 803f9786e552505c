namespace Faults.Load;

/// <summary>How often what was done of a load was answered as done.</summary>
public sealed record Done(int Accepted, int Decided, int Cancelled, int Revoked)
{
    public static Done operator +(Done one, Done other) => new(
        one.Accepted + other.Accepted, one.Decided + other.Decided, one.Cancelled + other.Cancelled, one.Revoked + other.Revoked);

    public override string ToString() => $"{Accepted} accepted, {Decided} decided, {Cancelled} cancelled, {Revoked} revoked";
}
