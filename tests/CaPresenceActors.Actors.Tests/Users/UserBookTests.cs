using System.Collections.Immutable;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Users;

public sealed class UserBookTests
{
    private readonly UserBook _book = new();

    public UserBookTests() => Turn(
        new UserProfile { Extension = "1100", Name = "Jürgen Müller", Account = "jmueller@example.com", Group = "Vertrieb" },
        new UserProfile { Extension = "1203", Name = "Łukasz Straße", Integration = false },
        new UserProfile { Extension = "1204", Name = "バナナ 田中", Account = "tanaka@example.com", Group = "Sales", OwnKeywords = KeywordList.Empty },
        new UserProfile { Extension = "2000", Name = "Anna O'Neil", Group = "Sales" });

    [Theory]
    [InlineData("muller", "1100")]
    [InlineData("MÜLLER", "1100")]
    [InlineData("mu\u0308ller", "1100")]
    [InlineData("lukasz", "1203")]
    [InlineData("STRASSE", "1203")]
    [InlineData("straße", "1203")]
    [InlineData("ﾊﾞﾅﾅ", "1204")]
    [InlineData("ハナナ", "1204")]
    [InlineData("田中", "1204")]
    [InlineData("ＡＮＮＡ", "2000")]
    [InlineData("anna o'", "2000")]
    [InlineData("12", "1203 1204")]
    [InlineData("12 tanaka", "1204")]
    [InlineData("@example", "1100 1204")]
    [InlineData("  ", "1100 1203 1204 2000")]
    [InlineData("müller tanaka", "")]
    [InlineData("\uD83D", "")]
    public void A_search_finds_names_extensions_and_accounts_whatever_case_accents_and_width(string search, string extensions) =>
        Found(new UserQuery { Search = search, Limit = 10 }).ShouldBe(extensions);

    [Fact]
    public void A_name_with_half_a_character_is_searched_like_any_other()
    {
        Turn(new UserProfile { Extension = "1", Name = "A\uD83Dé" });

        Found(new UserQuery { Search = "e", Limit = 10 }).ShouldBe("1");
    }

    [Fact]
    public void Filters_count_together()
    {
        Found(new UserQuery { Group = "Sales", Limit = 10 }).ShouldBe("1204 2000");
        Found(new UserQuery { Group = "Sales", HasAccount = false, Limit = 10 }).ShouldBe("2000");
        Found(new UserQuery { Group = string.Empty, Limit = 10 }).ShouldBe("1203");
        Found(new UserQuery { Group = "sales", Limit = 10 }).ShouldBe(string.Empty, "groups are compared as they are written");
        Found(new UserQuery { Integration = false, Limit = 10 }).ShouldBe("1203");
        Found(new UserQuery { HasOwnKeywords = true, Limit = 10 }).ShouldBe("1204");
        Found(new UserQuery { HasOwnKeywords = false, HasAccount = true, Limit = 10 }).ShouldBe("1100");
    }

    [Fact]
    public void Pages_follow_one_another_and_tell_how_many_there_are()
    {
        var first = _book.Search(new UserQuery { Limit = 3 });
        (first.Users.Length, first.Total, first.HasMore).ShouldBe((3, 4, true));
        var second = _book.Search(new UserQuery { After = first.Users[^1].Extension, Limit = 3 });
        (second.Users.Length, second.Total, second.HasMore).ShouldBe((1, 4, false));

        // Who has gone meanwhile is no reason to begin anew.
        Found(new UserQuery { After = "12031", Limit = 1 }).ShouldBe("1204");
    }

    [Fact]
    public void Groups_are_told_by_name_with_how_many_are_in_them() => _book.Groups.ShouldBe([new UserGroup("Sales", 2), new UserGroup("Vertrieb", 1)]);

    [Fact]
    public void A_profile_is_found_by_its_extension()
    {
        _book.Count.ShouldBe(4);
        _book.Find("1203")!.Name.ShouldBe("Łukasz Straße");
        _book.Find("12030").ShouldBeNull();
    }

    private string Found(UserQuery query) => string.Join(' ', _book.Search(query).Users.Select(user => user.Extension));

    private void Turn(params UserProfile[] users) => _book.Turn(users.ToImmutableSortedDictionary(user => user.Extension, user => user, StringComparer.Ordinal));
}
