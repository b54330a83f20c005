using System.Text.Json.Nodes;

namespace CaPresenceActors.Hocon.Tests;

/// <summary>Shows values as JSON on one line, so that tests can write out what they expect.</summary>
internal static class Json
{
    public static HoconOptions NoEnvironment { get; } = new() { EnvironmentVariable = _ => null };

    /// <summary>Reads a text without looking at the environment, and returns it as JSON.</summary>
    public static string Of(string hocon) => Render(HoconConfig.ParseValue(hocon, "test.conf", NoEnvironment));

    public static string Render(HoconValue value) => ToNode(value)?.ToJsonString() ?? "null";

    public static JsonNode? ToNode(HoconValue value) => value switch
    {
        HoconObject inside => new JsonObject(inside.Fields.Select(field => KeyValuePair.Create(field.Key, ToNode(field.Value)))),
        HoconList list => new JsonArray([.. list.Items.Select(ToNode)]),
        HoconScalar { Kind: HoconScalarKind.Text } text => JsonValue.Create(text.Text),
        HoconScalar other => JsonNode.Parse(other.Text),
        _ => throw new InvalidOperationException(value.GetType().Name),
    };

    /// <summary>That a text means what the JSON says.</summary>
    public static void ShouldMean(this string hocon, string json) => Of(hocon).ShouldBe(JsonNode.Parse(json)!.ToJsonString());

    /// <summary>That a text is refused, and how.</summary>
    public static HoconException ShouldBeRefused(this string hocon) => Should.Throw<HoconException>(() => Of(hocon), customMessage: hocon);
}
