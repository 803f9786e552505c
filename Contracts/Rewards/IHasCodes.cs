namespace Contracts.Rewards;

/// <summary>An answer with coupon codes in it, sealed until the Gateway shows it.</summary>
public interface IHasCodes<out T>
{
    /// <summary>The same with what is shown in place of each code; null shows none.</summary>
    T WithCodes(Func<string, string?> show);
}
