using System.Globalization;
using Platform;

namespace Flow.Tests.OneProcess;

[Collection(InThisProcess.Name)]
public sealed class What_Platform_is_told
{
    [Fact]
    public void Nothing_is_enough()
    {
        var options = PlatformOptions.Parse([], out _).ShouldNotBeNull();

        options.ShouldSatisfyAllConditions(
            () => options.Folder.ShouldBeNull(),
            () => options.Urls.ShouldBeNull(),
            () => options.Backup.ShouldBeNull(),
            () => options.Demo.ShouldBeFalse(),
            () => options.Help.ShouldBeFalse(),
            () => options.Settings.ShouldBeEmpty());
    }

    [Fact]
    public void A_value_follows_its_option_or_an_equals_sign()
    {
        var options = PlatformOptions.Parse(["--data", "here", "--urls=http://127.0.0.1:1", "--backup", "there"], out _).ShouldNotBeNull();

        (options.Folder, options.Urls, options.Backup).ShouldBe(("here", "http://127.0.0.1:1", "there"));
    }

    [Fact]
    public void What_else_has_a_value_is_a_setting() =>
        PlatformOptions.Parse(["--RateLimits:Ip=0", "--demo"], out _).ShouldNotBeNull().Settings.ShouldBe(["--RateLimits:Ip=0"]);

    [Theory]
    [InlineData("--data needs a value.", "--data")]
    [InlineData("--urls needs a value.", "--urls=")]
    [InlineData("--drill needs a value.", "--drill")]
    [InlineData("--users 0 is not a number that it can be; --help tells more.", "--drill", "event.json", "--users", "0")]
    [InlineData("--users and --seed belong to --drill FILE.", "--seed", "2")]
    [InlineData("nowhere.json is not there.", "--drill", "nowhere.json")]
    [InlineData("--backup needs a value.", "--demo", "--backup")]
    [InlineData("--dta is not an option; --help lists them.", "--dta", "here")]
    [InlineData("here is not an option; --help lists them.", "here")]
    public async Task What_makes_no_sense_is_said_in_a_line_and_nothing_begins(string fault, params string[] arguments)
    {
        var (code, output) = await PlatformProgram.Run(arguments);

        code.ShouldBe(1);
        output.ShouldBe($"{fault}{Environment.NewLine}");
    }

    [Fact]
    public async Task Help_names_every_option_and_ends_with_0()
    {
        var (code, output) = await PlatformProgram.Run("--help");

        code.ShouldBe(0);
        foreach (var option in new[] { "--data", "--urls", "--backup", "--demo", "--drill", "--users", "--seed", "--Key=value", "--help" })
        {
            output.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"  {option} "));
        }
    }
}
