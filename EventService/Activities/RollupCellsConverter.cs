using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventService.Conditions;

namespace EventService.Activities;

/// <summary>
/// Cells as one text of packed bytes. An evaluation reads thousands of them, and spelled out as JSON they cost more
/// than all else in it.
/// </summary>
internal sealed class RollupCellsConverter : JsonConverter<Dictionary<int, RollupCell>>
{
    /// <summary>Sums were decimals, rounded to nine places.</summary>
    private const byte FormatOfDecimals = 1;
    private const byte Format = 2;

    public override Dictionary<int, RollupCell> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var bytes = new BinaryReader(new MemoryStream(reader.GetBytesFromBase64()));
        var format = bytes.ReadByte();
        if (format is not (Format or FormatOfDecimals))
        {
            throw new JsonException("These cells were packed by a newer version.");
        }

        var names = new string[bytes.Read7BitEncodedInt()];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = bytes.ReadString();
        }

        var count = bytes.Read7BitEncodedInt();
        var cells = new Dictionary<int, RollupCell>(count);
        for (var i = 0; i < count; i++)
        {
            cells.Add(bytes.Read7BitEncodedInt(), ReadCell(bytes, names, format));
        }

        return cells;
    }

    public override void Write(Utf8JsonWriter writer, Dictionary<int, RollupCell> value, JsonSerializerOptions options)
    {
        using var stream = new MemoryStream();
        using var bytes = new BinaryWriter(stream);
        var names = value.Values.SelectMany(cell => cell.Sums?.Keys ?? Enumerable.Empty<string>()).Distinct().ToList();
        bytes.Write(Format);
        bytes.Write7BitEncodedInt(names.Count);
        names.ForEach(bytes.Write);
        bytes.Write7BitEncodedInt(value.Count);
        foreach (var (index, cell) in value)
        {
            bytes.Write7BitEncodedInt(index);
            WriteCell(bytes, names, cell);
        }

        bytes.Flush();
        writer.WriteBase64StringValue(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static RollupCell ReadCell(BinaryReader bytes, string[] names, byte format)
    {
        var cell = new RollupCell
        {
            Count = bytes.Read7BitEncodedInt64(),
            First = bytes.ReadInt64(),
            Last = bytes.ReadInt64(),
            Quarters = new UInt128(bytes.ReadUInt32(), bytes.ReadUInt64()),
        };
        for (var left = bytes.Read7BitEncodedInt(); left > 0; left--)
        {
            var name = names[bytes.Read7BitEncodedInt()];
            (cell.Sums ??= [])[name] = format == Format ? new ExactSum(new BigInteger(bytes.ReadBytes(bytes.ReadByte()))) : bytes.ReadDecimal();
        }

        return cell;
    }

    private static void WriteCell(BinaryWriter bytes, List<string> names, RollupCell cell)
    {
        bytes.Write7BitEncodedInt64(cell.Count);
        bytes.Write(cell.First);
        bytes.Write(cell.Last);
        bytes.Write((uint)(cell.Quarters >> 64));
        bytes.Write((ulong)cell.Quarters);
        bytes.Write7BitEncodedInt(cell.Sums?.Count ?? 0);
        foreach (var (name, sum) in cell.Sums ?? [])
        {
            bytes.Write7BitEncodedInt(names.IndexOf(name));
            var units = sum.Units.ToByteArray();
            bytes.Write((byte)units.Length);
            bytes.Write(units);
        }
    }
}
