using Documents.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Documents.Tests.Sqlite;

public sealed class Faults_of_the_disk
{
    [Theory]
    [InlineData(raw.SQLITE_FULL, true, true)]
    [InlineData(raw.SQLITE_IOERR, true, true)]
    [InlineData(raw.SQLITE_CORRUPT, false, true)]
    [InlineData(raw.SQLITE_BUSY, true, false)]
    [InlineData(raw.SQLITE_CONSTRAINT, false, false)]
    [InlineData(raw.SQLITE_TOOBIG, false, false)]
    public void Are_told_from_those_of_what_was_asked(int code, bool mayPass, bool isOfDisk)
    {
        var fault = new SqliteException("not done", code);

        StorageFault.MayPass(fault).ShouldBe(mayPass);
        StorageFault.MayPass(StorageFault.AtWrite("event_db", fault)).ShouldBe(mayPass);
        StorageFault.IsOfDisk(fault).ShouldBe(isOfDisk);
    }
}
