namespace CaPresenceActors.Hocon.Tests;

/// <summary>The specification's section "Config object merging and file merging", overrides by the environment, and where values come from.</summary>
public sealed class LayersTests
{
    [Theory]
    [InlineData("a { y = 2 }", "a = 42", "a { x = 1 }", """{"a":{"x":1}}""")]
    [InlineData("a = 42", "a { y = 2 }", "a { x = 1 }", """{"a":{"y":2,"x":1}}""")]
    public void Layers_merge_like_duplicate_keys(string first, string second, string third, string json) =>
        Json.Render(HoconConfig.Load([Text(first), Text(second), Text(third)]).Root).ShouldBe(json);

    [Fact]
    public void Substitutions_see_the_result_of_all_layers() =>
        Json.Render(HoconConfig.Load([Text("home = /var, db = ${home}/db"), Text("home = /srv, l = [1]"), Text("l += 2")]).Root)
            .ShouldBe("""{"home":"/srv","db":"/srv/db","l":[1,2]}""");

    [Fact]
    public void An_optional_file_may_be_missing()
    {
        using var files = new TemporaryDirectory();

        HoconConfig.Load([Text("a = 1"), new HoconLayer.File(files.PathOf("nope.conf"), IsOptional: true)]).Find("a").ShouldNotBeNull();
        Should.Throw<HoconException>(() => HoconConfig.Load([new HoconLayer.File(files.PathOf("nope.conf"))]));
    }

    [Fact]
    public void A_layer_must_be_an_object() => Should.Throw<HoconException>(() => HoconConfig.Load([Text("[1]")])).Line.ShouldBe(1);

    [Theory]
    [InlineData("CAPRESENCE_calendar_poll__interval", "calendar.poll-interval")]
    [InlineData("CAPRESENCE_a_b__c___d", "a.b-c_d")]
    [InlineData("CAPRESENCE_PORT", "PORT")]
    public void Underscores_in_variables_stand_for_dots_hyphens_and_underscores(string variable, string path)
    {
        var leaf = Overridden(variable).Leaves().ShouldHaveSingleItem();

        leaf.Path.ToString().ShouldBe(path);
        leaf.Text.ShouldBe("value");
        leaf.Value.Origin.ToString().ShouldBe($"environment variable {variable}");
    }

    [Theory]
    [InlineData("CAPRESENCE_")]
    [InlineData("capresence_a")]
    [InlineData("OTHER_a")]
    [InlineData("CAPRESENCE_SHARED")]
    public void Other_variables_are_left_alone(string variable) => Overridden(variable).Leaves().ShouldBeEmpty();

    [Theory]
    [InlineData("CAPRESENCE__a")]
    [InlineData("CAPRESENCE_a_")]
    [InlineData("CAPRESENCE_a____b")]
    public void Names_that_make_no_path_are_refused(string variable) =>
        Should.Throw<HoconException>(() => Overridden(variable)).Message.ShouldContain(variable);

    [Fact]
    public void Overrides_may_start_below_an_object()
    {
        var overrides = new EnvironmentOverrides
        {
            Under = HoconPath.Parse("capresence"),
            Variables = new Dictionary<string, string> { ["CAPRESENCE_web_port"] = "81" },
        };

        Json.Render(HoconConfig.Load([Text("capresence { web { port = 80, host = h } }"), new HoconLayer.Environment(overrides)]).Root)
            .ShouldBe("""{"capresence":{"web":{"port":"81","host":"h"}}}""");
    }

    [Fact]
    public void Lists_are_overridden_by_index()
    {
        var overrides = new EnvironmentOverrides { Variables = new Dictionary<string, string> { ["CAPRESENCE_l_0"] = "x", ["CAPRESENCE_l_1"] = "y" } };
        var config = HoconConfig.Load([Text("l = [a, b, c]"), new HoconLayer.Environment(overrides)]);

        new ConfigReader(config).Texts("l").ShouldBe(["x", "y"]);
    }

    [Fact]
    public void Every_value_knows_where_it_was_written()
    {
        var options = new HoconOptions { EnvironmentVariable = name => name == "SECRET" ? "s" : null };
        var config = HoconConfig.Load(
            [
                new HoconLayer.Text("reference.conf", "a = 1\nb { c = 2 }\nl = [\n  x\n  { y = 1 }\n]\nempty = []\nnone {}"),
                new HoconLayer.Text("site.conf", "\nb.c = 3\nd = ${a}\ne = <${a}>\nf = ${?SECRET}"),
            ],
            options);

        config.Leaves().Select(leaf => $"{leaf.Path}={leaf.Text} {leaf.Value.Origin}").ShouldBe(
        [
            "a=1 reference.conf:1",
            "b.c=3 site.conf:2",
            "l.0=x reference.conf:4",
            "l.1.y=1 reference.conf:5",
            "empty=[] reference.conf:7",
            "none={} reference.conf:8",
            "d=1 reference.conf:1",
            "e=<1> site.conf:4",
            "f=s environment variable SECRET (through site.conf:5)",
        ]);
    }

    [Fact]
    public void Settings_are_shown_with_secrets_masked() =>
        HoconConfig.Parse("exchange { user = ann, password = hunter2 }", "site.conf").Show(path => path.Elements[^1] == "password")
            .Select(setting => $"{setting.Path} = {setting.Text} ({setting.Origin})")
            .ShouldBe(["exchange.user = ann (site.conf:1)", "exchange.password = ******** (site.conf:1)"]);

    [Fact]
    public void A_resource_is_read_under_the_name_it_is_given()
    {
        var layer = HoconLayer.Resource(typeof(LayersTests).Assembly, "embedded.conf", "reference.conf");

        HoconConfig.Load([layer]).Find("greeting")!.Origin.ToString().ShouldBe("reference.conf:2");
    }

    [Fact]
    public void A_missing_resource_is_a_mistake_of_the_program() =>
        Should.Throw<InvalidOperationException>(() => HoconLayer.Resource(typeof(LayersTests).Assembly, "nope.conf", "nope.conf")).Message.ShouldContain("nope.conf");

    private static HoconConfig Overridden(string variable) =>
        HoconConfig.Load([new HoconLayer.Environment(new EnvironmentOverrides
        {
            Except = ["CAPRESENCE_SHARED"],
            Variables = new Dictionary<string, string> { [variable] = "value" },
        })]);

    private static HoconLayer.Text Text(string text) => new("text", text);
}
