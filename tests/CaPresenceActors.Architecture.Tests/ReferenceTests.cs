using System.Xml.Linq;

namespace CaPresenceActors.Architecture.Tests;

public sealed class ReferenceTests
{
    private static readonly string[] SourceProjects = [.. Repository.FilesUnder("src", ".csproj")];

    private static readonly string[] OtherProjects = [.. Repository.FilesWith(".csproj").Except(SourceProjects)];

    [Fact]
    public void Projects_reference_only_what_the_architecture_allows()
    {
        SourceProjects.ShouldNotBeEmpty();

        SourceProjects.SelectMany(path => ReferenceRules.ViolationsInSource(ReferenceRules.NameOf(path), Load(path))).ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_but_who_starts_the_whole_program_references_the_host()
    {
        OtherProjects.ShouldNotBeEmpty();

        OtherProjects.SelectMany(path => ReferenceRules.ViolationsOutsideSource(ReferenceRules.NameOf(path), Load(path))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_listed_project_exists() =>
        ReferenceRules.Listed.Except(SourceProjects.Select(ReferenceRules.NameOf)).ShouldBeEmpty();

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("CaPresenceActors.sln");

        MissingFrom(solution, [.. SourceProjects, .. OtherProjects]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Presence", "Kernel")]
    [InlineData("Kernel", "Presence")]
    [InlineData("Actors", "Storage.Sqlite")]
    [InlineData("Web", "Host")]
    [InlineData("Exchange", "Exchange.Simulator")]
    [InlineData("Storage.Sqlite", "Web")]
    public void A_forbidden_reference_is_caught(string project, string referenced) =>
        ReferenceRules.ViolationsInSource(project, Referencing(referenced))
            .ShouldBe([$"{project} references {referenced}, which the architecture does not allow."]);

    [Fact]
    public void A_reference_written_with_backslashes_is_caught_too() =>
        ReferenceRules.ViolationsInSource("Kernel", Project("""<ProjectReference Include="..\CaPresenceActors.Web\CaPresenceActors.Web.csproj" />"""))
            .ShouldHaveSingleItem().ShouldContain("Web");

    [Fact]
    public void An_allowed_reference_passes() => ReferenceRules.ViolationsInSource("Web", Referencing("Actors")).ShouldBeEmpty();

    [Fact]
    public void A_project_that_nobody_has_listed_is_caught() =>
        ReferenceRules.ViolationsInSource("Weather", Project("")).ShouldHaveSingleItem().ShouldContain("Weather is in src, but not in the list");

    [Theory]
    [InlineData("PackageReference", "Polly.Core")]
    [InlineData("FrameworkReference", "Microsoft.AspNetCore.App")]
    public void A_package_in_the_rules_is_caught(string element, string package) =>
        ReferenceRules.ViolationsInSource("Presence", Project($"""<{element} Include="{package}" />"""))
            .ShouldBe([$"Presence uses {package}, but may use no package."]);

    [Fact]
    public void A_test_project_that_references_the_host_is_caught()
    {
        ReferenceRules.ViolationsOutsideSource("Web.Tests", Referencing("Host")).ShouldHaveSingleItem();
        ReferenceRules.ViolationsOutsideSource("Journeys.Tests", Referencing("Host")).ShouldBeEmpty();
    }

    [Fact]
    public void A_project_outside_the_solution_is_caught() =>
        MissingFrom(
            """Project("{0}") = "CaPresenceActors.Web", "src\CaPresenceActors.Web\CaPresenceActors.Web.csproj", "{1}" """,
            ["src/CaPresenceActors.Web/CaPresenceActors.Web.csproj", "src/CaPresenceActors.Cli/CaPresenceActors.Cli.csproj"])
            .ShouldBe(["src/CaPresenceActors.Cli/CaPresenceActors.Cli.csproj"]);

    private static IEnumerable<string> MissingFrom(string solution, IEnumerable<string> projects) =>
        projects.Where(project => !solution.Contains($"\"{project.Replace('/', '\\')}\"", StringComparison.Ordinal));

    private static XDocument Load(string path) => XDocument.Parse(Repository.Read(path));

    private static XDocument Referencing(string project) =>
        Project($"""<ProjectReference Include="../CaPresenceActors.{project}/CaPresenceActors.{project}.csproj" />""");

    private static XDocument Project(string item) => XDocument.Parse($"<Project><ItemGroup>{item}</ItemGroup></Project>");
}
