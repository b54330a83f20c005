using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CaPresenceActors.Architecture.Tests;

/// <summary>One place for versions, and each of them exact: the same commit restores the same packages for ever.</summary>
public sealed partial class PackageVersionTests
{
    [Fact]
    public void Central_versions_are_exact_pins()
    {
        var versions = XDocument.Parse(Repository.Read("Directory.Packages.props"));

        versions.Descendants("PackageVersion").ShouldNotBeEmpty();
        LooseVersions(versions).ShouldBeEmpty();
    }

    [Fact]
    public void No_project_names_a_version_itself() =>
        Repository.FilesWith(".csproj", ".props", ".targets")
            .SelectMany(path => LocalVersions(XDocument.Parse(Repository.Read(path))).Select(package => $"{path}: {package}"))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("[1.2.3,2.0.0)")]
    [InlineData("[1.2.*]")]
    [InlineData("")]
    public void A_version_that_is_not_pinned_is_caught(string version) =>
        LooseVersions(XDocument.Parse($"""<Project><PackageVersion Include="A" Version="{version}" /><PackageVersion Include="B" Version="[1.2.3-rc.1]" /></Project>"""))
            .ShouldBe([$"A \"{version}\""]);

    [Theory]
    [InlineData("""<PackageReference Include="A" Version="[1.2.3]" />""")]
    [InlineData("""<PackageReference Include="A" VersionOverride="[1.2.3]" />""")]
    [InlineData("""<PackageReference Include="A"><Version>[1.2.3]</Version></PackageReference>""")]
    public void A_version_in_a_project_is_caught(string item) =>
        LocalVersions(XDocument.Parse($"<Project>{item}</Project>")).ShouldBe(["A"]);

    private static IEnumerable<string> LooseVersions(XDocument file) =>
        file.Descendants("PackageVersion")
            .Where(package => !Pin().IsMatch((string?)package.Attribute("Version") ?? ""))
            .Select(package => $"{(string?)package.Attribute("Include")} \"{(string?)package.Attribute("Version")}\"");

    private static IEnumerable<string?> LocalVersions(XDocument file) =>
        file.Descendants("PackageReference")
            .Where(package => package.Attributes().Select(a => a.Name.LocalName).Concat(package.Elements().Select(e => e.Name.LocalName))
                .Any(name => name is "Version" or "VersionOverride"))
            .Select(package => (string?)package.Attribute("Include") ?? (string?)package.Attribute("Update"));

    [GeneratedRegex(@"^\[\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?\]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pin();
}
