using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace CaPresenceActors.Hocon.Tests.Properties;

/// <summary>HOCON is a superset of JSON: whatever System.Text.Json writes means the same here.</summary>
public sealed class JsonRoundTripTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public void Any_json_document_means_the_same() =>
        Prop.ForAll(Documents().ToArbitrary(), text => Parsed(text) == JsonNode.Parse(text)!.ToJsonString())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Indented_json_means_the_same() =>
        Prop.ForAll(Documents().ToArbitrary(), text => Parsed(JsonNode.Parse(text)!.ToJsonString(Indented)) == JsonNode.Parse(text)!.ToJsonString())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static string Parsed(string json) => Json.Render(HoconConfig.ParseValue(json, "test.json", Json.NoEnvironment));

    private static Gen<string> Documents() => Gen.Sized(size => Gen.OneOf(Objects(size), Lists(size)));

    private static Gen<string> Values(int size) => size <= 1
        ? Scalars()
        : Gen.Frequency((3, Scalars()), (1, Objects(size / 2)), (1, Lists(size / 2)));

    private static Gen<string> Objects(int size) =>
        from fields in Gen.Zip(Texts(), Values(size / 2)).ListOf()
        select $"{{{string.Join(',', fields.DistinctBy(field => field.Item1).Select(field => $"{field.Item1}:{field.Item2}"))}}}";

    private static Gen<string> Lists(int size) => Values(size / 2).ListOf().Select(items => $"[{string.Join(',', items)}]");

    private static Gen<string> Scalars() => Gen.OneOf(
        Texts(),
        Gen.Elements("true", "false", "null", "0", "-0", "1e5", "1E+5", "-1.50e-3", "12345678901234567890"),
        ArbMap.Default.GeneratorFor<int>().Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => JsonSerializer.Serialize(number.Get)));

    private static Gen<string> Texts() => ArbMap.Default.GeneratorFor<UnicodeString>().Select(text => JsonSerializer.Serialize(text.Get ?? ""));
}
