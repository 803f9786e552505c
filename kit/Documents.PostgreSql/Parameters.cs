using Npgsql;
using NpgsqlTypes;

namespace Documents.PostgreSql;

internal static class Parameters
{
    public static NpgsqlParameter Text(string value) => new NpgsqlParameter<string>
    {
        TypedValue = StorableText.From(value),
        NpgsqlDbType = NpgsqlDbType.Text,
    };

    public static NpgsqlParameter Count(int value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    /// <summary>Values that are storable already.</summary>
    public static NpgsqlParameter Texts(string?[] values) => Array(values, NpgsqlDbType.Text);

    public static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType element) => new NpgsqlParameter<T[]>
    {
        TypedValue = values,
        NpgsqlDbType = NpgsqlDbType.Array | element,
    };
}
