using System.Text.Json;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Codec.JsonReading;

namespace CaPresenceActors.Actors.Codec;

/// <summary>Reads the state of an extension without its calendar, member for member as <see cref="StateForm"/> writes it.</summary>
internal static class StateJson
{
    public static PresenceState Read(ReadOnlySpan<byte> snapshot, SiteBook book)
    {
        long? site = null;
        UserSettings? user = null;
        Settlement? settlement = null;
        PendingChange? lastChange = null;
        string? lastTo = null;
        DateTimeOffset? since = null, decidedUntil = null;
        var json = new Utf8JsonReader(snapshot);
        json.ReadObject();
        while (json.ReadName())
        {
            if (json.Is("site"u8))
            {
                site = json.Version();
            }
            else if (json.Is("user"u8))
            {
                user = UserJson.ReadSettings(ref json);
            }
            else if (json.Is("is"u8))
            {
                settlement = SettlementJson.Read(ref json);
            }
            else if (json.Is("lastChange"u8))
            {
                lastChange = SettlementJson.ReadChange(ref json);
            }
            else if (json.Is("lastTo"u8))
            {
                lastTo = SharedText.Read(ref json);
            }
            else if (json.Is("since"u8))
            {
                since = json.Instant();
            }
            else if (json.Is("decidedUntil"u8))
            {
                decidedUntil = json.Instant();
            }
            else
            {
                json.PassOver();
            }
        }

        json.ReadEnd();
        var settled = Needed(settlement, "is");
        return PresenceState.Begin(book.Find(Needed(site, nameof(site))), Needed(user, nameof(user)), Needed(decidedUntil, nameof(decidedUntil))) with
        {
            Episode = settled.Episode,
            Manual = settled.Manual,
            Shown = settled.Shown,
            Outlook = settled.Outlook,
            LastChange = lastChange?.To(lastTo ?? settled.Shown),
            Since = Needed(since, nameof(since)),
        };
    }
}
