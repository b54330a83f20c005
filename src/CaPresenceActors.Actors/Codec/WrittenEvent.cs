using System.Text.Json;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Codec.JsonReading;

namespace CaPresenceActors.Actors.Codec;

/// <summary>What an event of an extension says, whichever it is; <see cref="EventJson"/> wrote it.</summary>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Settlement">What followed.</param>
/// <param name="Site">The version of the site's settings that were applied.</param>
/// <param name="Rename">The rename that came with them.</param>
/// <param name="User">The person's settings that were applied.</param>
/// <param name="Forgot">Whether the calendar was forgotten with that.</param>
internal readonly record struct WrittenEvent(DateTimeOffset At, Settlement Settlement, long? Site, PresenceRename? Rename, UserSettings? User, bool Forgot)
{
    public static WrittenEvent Read(ReadOnlySpan<byte> entry)
    {
        DateTimeOffset? at = null;
        Settlement? settlement = null;
        long? site = null;
        PresenceRename? rename = null;
        UserSettings? user = null;
        var forgot = false;
        var json = new Utf8JsonReader(entry);
        json.ReadObject();
        while (json.ReadName())
        {
            if (json.Is("at"u8))
            {
                at = json.Instant();
            }
            else if (json.Is("is"u8))
            {
                settlement = SettlementJson.Read(ref json);
            }
            else if (json.Is("site"u8))
            {
                site = json.IsNull() ? null : json.Version();
            }
            else if (json.Is("rename"u8))
            {
                rename = Forms.Read(JsonSerializer.Deserialize(ref json, JournalJson.Default.RenameForm));
            }
            else if (json.Is("user"u8))
            {
                user = json.IsNull() ? null : UserJson.ReadSettings(ref json);
            }
            else if (json.Is("forgot"u8))
            {
                forgot = !json.IsNull() && json.YesOrNo();
            }
            else
            {
                json.PassOver();
            }
        }

        json.ReadEnd();
        return new WrittenEvent(Needed(at, nameof(at)), Needed(settlement, "is"), site, rename, user, forgot);
    }
}
