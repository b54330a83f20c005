using System.Text.RegularExpressions;

namespace CaPresenceActors.Presence.Tests.Deciding;

/// <summary>Walks every arrow of the drawing in docs/rules.md, and fails when the drawing has one that nobody walks.</summary>
public partial class DrawingTests
{
    private static readonly Dictionary<string, Action<Extension>> Before = new()
    {
        ["nothing"] = _ => { },
        ["between"] = anna => anna.Set("Lunch", Extension.At(9)),
        ["hidden"] = anna =>
        {
            anna.Set("Lunch", Extension.At(9));
            anna.Look(Extension.At(10));
        },
        ["within"] = anna => anna.Set("Lunch", Extension.At(10, 10)),
    };

    private static readonly Dictionary<string, (AfterEvent AfterEvent, Action<Extension> Walk)> Arrows = new()
    {
        ["nothing --> between: set while no episode runs"] = (AfterEvent.Previous, anna => anna.Set("Lunch", Extension.At(9))),
        ["nothing --> within: set while an episode runs"] = (AfterEvent.Previous, anna => anna.Set("Lunch", Extension.At(10))),
        ["between --> nothing: edge (default)"] = (AfterEvent.Default, anna => anna.Look(Extension.At(10))),
        ["between --> hidden: episode begins (previous)"] = (AfterEvent.Previous, anna => anna.Look(Extension.At(10))),
        ["hidden --> hidden: next episode, or settings change it"] = (AfterEvent.Previous, anna =>
        {
            Keyword(anna, "one", Extension.At(10, 30));
            StateOf(anna).ShouldBe("hidden");
            Keyword(anna, "meeting", Extension.At(10, 40));
            anna.Look(Extension.At(11));
        }),
        ["hidden --> between: episode ends"] = (AfterEvent.Previous, anna => anna.Look(Extension.At(12))),
        ["hidden --> nothing: edge (after a switch to default)"] = (AfterEvent.Previous, anna =>
        {
            anna.Change((SiteSettings site) => site with { Options = new PresenceOptions() }, Extension.At(10, 30));
            StateOf(anna).ShouldBe("hidden");
            anna.Look(Extension.At(11));
        }),
        ["within --> nothing: edge"] = (AfterEvent.Previous, anna => anna.Look(Extension.At(11))),
        ["between --> within: settings begin an episode"] = (AfterEvent.Previous, anna => Keyword(anna, "early", Extension.At(9, 30))),
        ["within --> between: settings end the episode"] = (AfterEvent.Previous, anna => Keyword(anna, "nowhere", Extension.At(10, 30))),
        ["within --> within: settings begin another episode"] = (AfterEvent.Previous, anna =>
        {
            anna.Change((SiteSettings site) => site.WithKeywords([new KeywordRow("one", "Business trip")]), Extension.At(10, 30));
            anna.State.Episode!.Presence.ShouldBe("Business trip");
        }),
        ["between --> nothing: cleared by a person"] = (AfterEvent.Previous, anna => anna.Clear(Extension.At(9, 30))),
        ["hidden --> nothing: cleared by a person"] = (AfterEvent.Previous, anna => anna.Clear(Extension.At(10, 30))),
        ["within --> nothing: cleared by a person"] = (AfterEvent.Previous, anna => anna.Clear(Extension.At(10, 30))),
    };

    public static TheoryData<string> Drawn => [.. Arrow().Matches(File.ReadAllText(Page())).Select(m => m.Value.Trim())];

    [Theory]
    [MemberData(nameof(Drawn))]
    public void The_engine_walks_as_it_is_drawn(string arrow)
    {
        var (from, to) = (arrow.Split(' ')[0], arrow.Split(' ')[2].TrimEnd(':'));
        var (afterEvent, walk) = Arrows[arrow];
        var anna = Extension.AtEight(afterEvent);
        anna.Read(Extension.At(8), Extension.Meeting(10, 11, key: 1, subject: "Meeting one"), Extension.Meeting(11, 12, key: 2), Extension.Meeting(9, 13, key: 3, subject: "early"));

        Before[from](anna);
        StateOf(anna).ShouldBe(from);
        walk(anna);

        StateOf(anna).ShouldBe(to);
    }

    [Fact]
    public void Every_walk_is_drawn() => Arrows.Keys.Except(Drawn.Select(row => row.Data)).ShouldBeEmpty();

    private static void Keyword(Extension anna, string keyword, DateTimeOffset now) =>
        anna.Change((SiteSettings site) => site.WithKeywords([new KeywordRow(keyword, "In a meeting")]), now);

    private static string StateOf(Extension anna) => anna.State.Manual switch
    {
        null => "nothing",
        { Within: true } => "within",
        _ => anna.State.Episode is null ? "between" : "hidden",
    };

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CaPresenceActors.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "docs", "rules.md");
    }

    [GeneratedRegex(@"^ +\w+ --> \w+: .+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arrow();
}
