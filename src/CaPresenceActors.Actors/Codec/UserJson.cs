using System.Text.Json;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Codec.JsonReading;

namespace CaPresenceActors.Actors.Codec;

/// <summary>Reads a person's settings and profile, straight into the words of the code, as <see cref="SettlementJson"/> does with what is shown.</summary>
internal static class UserJson
{
    /// <summary>What the rules need of a person.</summary>
    public static UserSettings ReadSettings(ref Utf8JsonReader json)
    {
        bool? integration = null;
        string? account = null;
        KeywordList? ownKeywords = null;
        json.BeginsObject();
        while (json.ReadName())
        {
            if (json.Is("integration"u8))
            {
                integration = json.YesOrNo();
            }
            else if (json.Is("account"u8))
            {
                account = json.Text();
            }
            else if (json.Is("ownKeywords"u8))
            {
                ownKeywords = ReadKeywords(ref json);
            }
            else
            {
                json.PassOver();
            }
        }

        return new UserSettings { Integration = Needed(integration, nameof(integration)), Account = account, OwnKeywords = ownKeywords };
    }

    /// <summary>A whole document of the directory of users.</summary>
    public static UserProfile ReadProfile(ReadOnlySpan<byte> document)
    {
        string? extension = null, name = null, account = null, timeZone = null, group = null;
        bool? integration = null;
        var hideTimes = false;
        var accountUnconfirmed = false;
        KeywordList? ownKeywords = null;
        var json = new Utf8JsonReader(document);
        json.ReadObject();
        while (json.ReadName())
        {
            if (json.Is("extension"u8))
            {
                extension = json.Text();
            }
            else if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else if (json.Is("account"u8))
            {
                account = json.Text();
            }
            else if (json.Is("integration"u8))
            {
                integration = json.YesOrNo();
            }
            else if (json.Is("timeZone"u8))
            {
                timeZone = SharedText.Read(ref json);
            }
            else if (json.Is("group"u8))
            {
                group = SharedText.Read(ref json);
            }
            else if (json.Is("accountUnconfirmed"u8))
            {
                accountUnconfirmed = json.YesOrNo();
            }
            else if (json.Is("hideTimes"u8))
            {
                hideTimes = json.YesOrNo();
            }
            else if (json.Is("ownKeywords"u8))
            {
                ownKeywords = ReadKeywords(ref json);
            }
            else
            {
                json.PassOver();
            }
        }

        json.ReadEnd();
        return new UserProfile
        {
            Extension = Needed(extension, nameof(extension)),
            Name = Needed(name, nameof(name)),
            TimeZone = timeZone,
            Group = group,
            HideTimes = hideTimes,
            AccountUnconfirmed = accountUnconfirmed,
            Settings = new UserSettings { Integration = Needed(integration, nameof(integration)), Account = account, OwnKeywords = ownKeywords },
        };
    }

    // A list of one's own is rare, so forms may do.
    private static KeywordList? ReadKeywords(ref Utf8JsonReader json) =>
        JsonSerializer.Deserialize(ref json, JournalJson.Default.KeywordFormArray) is { } forms ? Forms.Read(forms) : null;
}
