using System.Text;
using Documents.Embedded;

namespace Documents.Tests.Embedded;

public sealed class Crc32CTests
{
    /// <summary>Check values of RFC 3720, appendix B.4, and of the CRC catalogue.</summary>
    [Fact]
    public void It_is_the_one_of_Castagnoli()
    {
        Crc32C.Of(Encoding.ASCII.GetBytes("123456789")).ShouldBe(0xE3069283u);
        Crc32C.Of(new byte[32]).ShouldBe(0x8A9136AAu);
        Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]).ShouldBe(0x46DD794Eu);
        Crc32C.Of([]).ShouldBe(0u);
    }
}
