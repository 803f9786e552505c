using Documents.MongoDb;

namespace Documents.Tests.MongoDb;

public sealed class Duplicate_keys
{
    [Theory]
    [InlineData("E11000 duplicate key error collection: user_db.users index: unique_email dup key: { fields.email: \"a@b.c\" }", "unique_email")]
    [InlineData("E11000 duplicate key error collection: db.users index: _id_ dup key: { _id: \"one\" }", "_id_")]
    [InlineData("E11000 duplicate key error index: db.users.$unique_email dup key: { : \"a\" }", "unique_email")]
    [InlineData("E11000 duplicate key error collection: db.users index: unique_email collation: { locale: \"en\" } dup key: { }", "unique_email")]
    [InlineData("Plan executor error during findAndModify :: caused by :: E11000 duplicate key error collection: db.users index: unique_email dup key: { }", "unique_email")]
    [InlineData("E11000 duplicate key error collection: db.users index: unique_email dup key: { x: \"index: unique_code dup key: \" }", "unique_email")]
    [InlineData("E11000 duplicate key error", "")]
    [InlineData("", "")]
    public void The_index_is_the_one_that_the_server_names(string message, string index) => DuplicateKeys.IndexIn(message).ShouldBe(index);
}
