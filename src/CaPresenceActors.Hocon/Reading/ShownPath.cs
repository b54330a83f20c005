using System.Globalization;

namespace CaPresenceActors.Hocon.Reading;

/// <summary>Paths as problems show them. Elements of lists have no path in HOCON, so they are shown as <c>users[3]</c>.</summary>
internal static class ShownPath
{
    public static string Index(int index) => string.Create(CultureInfo.InvariantCulture, $"[{index}]");

    public static string Below(string parent, string key)
    {
        if (key.StartsWith('['))
        {
            return parent + key;
        }

        var rendered = HoconPath.Root.Append(key).ToString();
        return parent.Length == 0 ? rendered : $"{parent}.{rendered}";
    }
}
