using System.Text;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Users;

public sealed class CsvUsersTests
{
    private const string Header = "extension,name,exchangeAccount\n";

    [Fact]
    public void Reads_every_column()
    {
        var result = Parse("extension,name,exchangeAccount,integration,timeZone\n1203,Anna Lindqvist,anna@test.example.com,false,Europe/Stockholm\n");

        result.Problems.ShouldBeEmpty();
        result.Users.ShouldHaveSingleItem().ShouldBe(new CsvUser
        {
            Extension = "1203",
            Name = "Anna Lindqvist",
            Account = "anna@test.example.com",
            Integration = false,
            TimeZone = "Europe/Stockholm",
            HasTimeZone = true,
        });
    }

    [Fact]
    public void A_group_is_read_where_there_is_a_column_for_it()
    {
        var result = Parse("extension,name,exchangeAccount,group\n1203,Anna,,\" Sales \n North\"\n1204,Ben,,\n");

        result.Users.Select(user => (user.Group, user.HasGroup)).ShouldBe([("Sales North", true), (null, true)]);
        var before = new UserProfile { Extension = "1204", Name = "Ben", Group = "Sales", HideTimes = true };
        result.Users[1].ApplyTo(before, newUsersIntegrated: true).ShouldBe(before with { Group = null });
        Parse(Header + "1204,Ben,").Users[0].ApplyTo(before, newUsersIntegrated: true).ShouldBe(before);
    }

    [Fact]
    public void A_group_that_is_too_long_is_a_bad_line() =>
        Parse($"extension,name,exchangeAccount,group\n1203,Anna,,{new string('x', 65)}").Problems.ShouldHaveSingleItem().Problem.ShouldStartWith("The group is 65 characters long");

    [Fact]
    public void What_is_right_is_told_with_its_line_also_when_other_lines_are_wrong()
    {
        var result = Parse(Header + "1203,Anna,\n13/01,Emil,\n1204,Ben,\n");

        result.Users.ShouldBeEmpty();
        result.Good.Select(line => (line.Line, line.User.Extension)).ShouldBe([(2, "1203"), (4, "1204")]);
    }

    [Theory]
    [InlineData("Anna")]
    [InlineData("\"Ann\", O'Neil")]
    [InlineData(" Anna")]
    [InlineData("=1+1")]
    [InlineData("田中 Ö")]
    public void A_line_that_is_written_is_read_as_the_same_profile(string name)
    {
        var profile = new UserProfile { Extension = "*7+1#", Name = name, Account = "a@example.com", Integration = false, TimeZone = "Asia/Tokyo", Group = "R, \"D\"" };

        var read = Parse($"extension,name,exchangeAccount,integration,timeZone,group\r\n{CsvUsers.Line(profile)}").Users.ShouldHaveSingleItem();

        read.ApplyTo(null, newUsersIntegrated: true).ShouldBe(profile with { Name = name.Trim() });
    }

    [Theory]
    [InlineData("name,exchangeAccount,extension\nAnna,anna@test.example.com,1203")]
    [InlineData(" Extension , NAME,exchangeaccount\r\n 1203 , Anna , anna@test.example.com \r\n")]
    [InlineData("\uFEFFextension,name,exchangeAccount\n1203,Anna,anna@test.example.com")]
    [InlineData("\"extension\",\"name\",\"exchangeAccount\"\n\"1203\",\"Anna\",\"anna@test.example.com\"")]
    [InlineData("\n\nextension,name,exchangeAccount\n\n1203,Anna,anna@test.example.com\n\r\n\n")]
    public void Takes_any_order_case_and_form_that_the_standard_allows(string file) =>
        Parse(file).Users.ShouldHaveSingleItem().ShouldBe(new CsvUser { Extension = "1203", Name = "Anna", Account = "anna@test.example.com" });

    [Fact]
    public void An_empty_account_is_none() => Parse(Header + "1203,Anna,").Users[0].Account.ShouldBeNull();

    [Theory]
    [InlineData("\"Lindqvist, Anna\"", "Lindqvist, Anna")]
    [InlineData("\"Anna \"\"Ann\"\" Lindqvist\"", "Anna \"Ann\" Lindqvist")]
    [InlineData("\"Anna\r\nLindqvist\"", "Anna Lindqvist")]
    [InlineData("Chiyo 田中", "Chiyo 田中")]
    public void Names_may_be_quoted_hold_commas_quotes_and_line_breaks(string field, string name) =>
        Parse($"{Header}1203,{field},\n").Users.ShouldHaveSingleItem().Name.ShouldBe(name);

    [Theory]
    [InlineData("", 1, "The file is empty; a header line with extension, name and exchangeAccount is needed.")]
    [InlineData("extension,name\n1,a", 1, "The column exchangeAccount is missing; extension, name and exchangeAccount are needed.")]
    [InlineData("extension,name,exchangeAccount,phone\n", 1, "The column \"phone\" is not known; known are extension, name, exchangeAccount, integration, timeZone, group, password.")]
    [InlineData("extension,name,exchangeAccount,NAME\n", 1, "The column name is there twice.")]
    [InlineData("1203,Anna,anna@test.example.com\n1204,Ben,\n", 1, "This is no header; a first line that names the columns extension, name and exchangeAccount is needed.")]
    [InlineData(Header + "1203,Anna\n", 2, "There are 2 fields; the header has 3.")]
    [InlineData(Header + "1203,An\"na,\n", 2, "Field 2 has a double quote in its middle; a field with quotes needs quotes around it, and each quote in it twice.")]
    [InlineData(Header + "1203,\"Anna\"x,\n", 2, "There is text between a closing double quote and the next comma; each quote inside a quoted field must stand twice.")]
    [InlineData(Header + "1203,Anna,\n1204,\"Ben,\n\n", 3, "The double quote that opens on line 3 is never closed.")]
    [InlineData(Header + "1203,Anna,\n\"1204\",\"B\nen\",\n1203,Emil,\n", 5, "The extension 1203 stands on line 2 already.")]
    [InlineData(Header + "1203,Anna,anna", 2, "The Exchange user account is \"anna\"; the form [user name]@[domain name] is needed, at most 254 characters.")]
    [InlineData(Header + "1203,A\0nna,", 2, "There is a control character in it.")]
    [InlineData(Header + "1203,A\u001b[31mnna,", 2, "There is a control character in it.")]
    [InlineData(Header + "1203,A\u009bnna,", 2, "There is a control character in it.")]
    [InlineData("extension,name,exchangeAccount,integration\n1203,Anna,,ja", 2, "The integration is \"ja\"; true or false is needed, or nothing to leave it as it is.")]
    [InlineData("extension,name,exchangeAccount,timeZone\n1203,Anna,,Mars/Olympus", 2, "The time zone \"Mars/Olympus\" is not known on this machine; an id such as Europe/Berlin or W. Europe Standard Time is needed.")]
    public void Says_on_which_line_what_is_wrong(string file, int line, string problem)
    {
        var result = Parse(file);

        result.Problems.ShouldHaveSingleItem().ShouldBe(new CsvProblem(line, problem));
        result.ProblemCount.ShouldBe(1);
        result.Users.ShouldBeEmpty();
    }

    [Fact]
    public void One_bad_line_keeps_all_users_out_and_every_bad_line_is_told()
    {
        var result = Parse(Header + "12/03,Anna,\n1204,Ben,\n1205,,\n");

        result.Users.ShouldBeEmpty();
        result.Problems.Select(p => p.Line).ShouldBe([2, 4]);
    }

    [Fact]
    public void What_is_not_UTF8_is_told_with_its_line()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes(Header + "1203,Anna,\n1204,J"), 0xF6, .. "rg,\n1205,Emil\n"u8];

        CsvUsers.Parse(file).Problems.ShouldBe(
        [
            new CsvProblem(3, "Field 2 is not UTF-8; save the file as UTF-8."),
            new CsvProblem(4, "There are 2 fields; the header has 3."),
        ]);
    }

    [Fact]
    public void Of_very_many_bad_lines_a_hundred_are_told_and_all_counted()
    {
        var result = Parse(Header + string.Concat(Enumerable.Repeat("x\n", 250)));

        result.Problems.Length.ShouldBe(100);
        result.ProblemCount.ShouldBe(250);
    }

    [Fact]
    public void As_many_lines_as_are_allowed_are_read()
    {
        var result = Parse(Header + string.Concat(Enumerable.Range(1, CsvUsers.MaxLines - 1).Select(i => $"{i},User {i},u{i}@test.example.com\n")));

        result.Problems.ShouldBeEmpty();
        result.Users.Length.ShouldBe(199_999);
    }

    [Fact]
    public void One_line_more_is_refused() =>
        Parse(Header + string.Concat(Enumerable.Range(1, CsvUsers.MaxLines).Select(i => $"{i},User {i},\n")))
            .Problems.ShouldHaveSingleItem().Problem.ShouldBe("The file has more than 200000 lines; cut it into several.");

    [Fact]
    public void A_new_user_has_the_integration_as_the_site_says()
    {
        var user = Parse(Header + "1203,Anna,anna@test.example.com").Users[0];

        user.ApplyTo(existing: null, newUsersIntegrated: true).Integration.ShouldBeTrue();
        user.ApplyTo(existing: null, newUsersIntegrated: false).Integration.ShouldBeFalse();
    }

    [Fact]
    public void What_the_file_does_not_tell_stays_as_it_is()
    {
        var keywords = KeywordList.Of([new KeywordRow("lunch", "Lunch")], PresenceList.Initial);
        var existing = new UserProfile { Extension = "1203", Name = "A", Account = "a@test.example.com", Integration = false, TimeZone = "Asia/Tokyo", OwnKeywords = keywords };

        var profile = Parse(Header + "1203,Anna,").Users[0].ApplyTo(existing, newUsersIntegrated: true);

        profile.ShouldBe(existing with { Name = "Anna", Account = null });
    }

    [Fact]
    public void An_empty_zone_is_the_sites_when_the_file_has_the_column()
    {
        var existing = new UserProfile { Extension = "1203", Name = "A", TimeZone = "Asia/Tokyo" };

        Parse("extension,name,exchangeAccount,timeZone\n1203,Anna,,\n").Users[0].ApplyTo(existing, newUsersIntegrated: true).TimeZone.ShouldBeNull();
    }

    private static CsvUsersResult Parse(string file) => CsvUsers.Parse(Encoding.UTF8.GetBytes(file));
}
