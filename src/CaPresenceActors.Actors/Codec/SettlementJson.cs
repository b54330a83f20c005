using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Codec.JsonReading;

namespace CaPresenceActors.Actors.Codec;

/// <summary>
/// Reads what a settlement says, straight into the words of the code.
/// </summary>
/// <remarks>
/// Read by hand rather than by way of the forms: a start reads a hundred thousand of these at once, and the forms were garbage as soon as they were made. The golden files hold both sides together.
/// </remarks>
internal static class SettlementJson
{
    public static Settlement Read(ref Utf8JsonReader json)
    {
        string? shown = null, next = null;
        PendingChange? change = null;
        Episode? episode = null;
        ManualPresence? manual = null;
        DateTimeOffset? until = null;
        ImmutableArray<Contender> losers = [];
        json.BeginsObject();
        while (json.ReadName())
        {
            if (json.Is("shown"u8))
            {
                shown = SharedText.Read(ref json);
            }
            else if (json.Is("change"u8))
            {
                change = ReadChange(ref json);
            }
            else if (json.Is("episode"u8))
            {
                episode = ReadEpisode(ref json);
            }
            else if (json.Is("losers"u8))
            {
                losers = ReadLosers(ref json);
            }
            else if (json.Is("manual"u8))
            {
                manual = ReadManual(ref json);
            }
            else if (json.Is("until"u8))
            {
                until = json.IsNull() ? null : json.Instant();
            }
            else if (json.Is("next"u8))
            {
                next = SharedText.Read(ref json);
            }
            else
            {
                json.PassOver();
            }
        }

        return new Settlement
        {
            Shown = Needed(shown, nameof(shown)),
            Change = change?.To(shown!),
            Episode = episode,
            Losers = losers,
            Manual = manual,
            Outlook = until is null ? Outlook.Open : new Outlook(until, next),
        };
    }

    /// <summary>A change; null for none. What it leads to stands elsewhere.</summary>
    public static PendingChange? ReadChange(ref Utf8JsonReader json)
    {
        if (json.IsNull())
        {
            return null;
        }

        string? from = null, keyword = null;
        PresenceCause? cause = null;
        AppointmentKey? appointment = null;
        json.BeginsObject();
        while (json.ReadName())
        {
            if (json.Is("from"u8))
            {
                from = SharedText.Read(ref json);
            }
            else if (json.Is("cause"u8))
            {
                cause = json.Word<PresenceCause>();
            }
            else if (json.Is("event"u8))
            {
                appointment = json.IsNull() ? null : json.Key();
            }
            else if (json.Is("keyword"u8))
            {
                keyword = SharedText.Read(ref json);
            }
            else
            {
                json.PassOver();
            }
        }

        return new PendingChange(Needed(from, nameof(from)), Needed(cause, nameof(cause)), appointment, keyword);
    }

    private static Episode? ReadEpisode(ref Utf8JsonReader json)
    {
        if (json.IsNull())
        {
            return null;
        }

        AppointmentKey? appointment = null;
        string? presence = null, keyword = null;
        int? position = null;
        DateTimeOffset? start = null, end = null;
        json.BeginsObject();
        while (json.ReadName())
        {
            if (json.Is("event"u8))
            {
                appointment = json.Key();
            }
            else if (json.Is("presence"u8))
            {
                presence = SharedText.Read(ref json);
            }
            else if (json.Is("keyword"u8))
            {
                keyword = SharedText.Read(ref json);
            }
            else if (json.Is("position"u8))
            {
                position = json.Count();
            }
            else if (json.Is("start"u8))
            {
                start = json.Instant();
            }
            else if (json.Is("end"u8))
            {
                end = json.Instant();
            }
            else
            {
                json.PassOver();
            }
        }

        return new Episode(
            Needed(appointment, "event"), Needed(presence, nameof(presence)), Needed(keyword, nameof(keyword)), Needed(position, nameof(position)), Needed(start, nameof(start)), Needed(end, nameof(end)));
    }

    private static ImmutableArray<Contender> ReadLosers(ref Utf8JsonReader json)
    {
        if (json.IsNull())
        {
            return [];
        }

        var losers = ImmutableArray.CreateBuilder<Contender>();
        json.BeginsArray();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            losers.Add(ReadLoser(ref json));
        }

        return losers.DrainToImmutable();
    }

    private static Contender ReadLoser(ref Utf8JsonReader json)
    {
        AppointmentKey? appointment = null;
        string? keyword = null;
        int? position = null;
        DateTimeOffset? start = null;
        json.BeginsObject();
        while (json.ReadName())
        {
            if (json.Is("event"u8))
            {
                appointment = json.Key();
            }
            else if (json.Is("position"u8))
            {
                position = json.Count();
            }
            else if (json.Is("keyword"u8))
            {
                keyword = SharedText.Read(ref json);
            }
            else if (json.Is("start"u8))
            {
                start = json.Instant();
            }
            else
            {
                json.PassOver();
            }
        }

        return new Contender(Needed(appointment, "event"), Needed(position, nameof(position)), Needed(keyword, nameof(keyword)), Needed(start, nameof(start)));
    }

    private static ManualPresence? ReadManual(ref Utf8JsonReader json)
    {
        if (json.IsNull())
        {
            return null;
        }

        string? presence = null, setBy = null;
        Hold? hold = null;
        DateTimeOffset? until = null, setAt = null;
        var within = false;
        json.BeginsObject();
        while (json.ReadName())
        {
            if (json.Is("presence"u8))
            {
                presence = SharedText.Read(ref json);
            }
            else if (json.Is("hold"u8))
            {
                hold = json.Word<Hold>();
            }
            else if (json.Is("until"u8))
            {
                until = json.IsNull() ? null : json.Instant();
            }
            else if (json.Is("within"u8))
            {
                within = json.YesOrNo();
            }
            else if (json.Is("setAt"u8))
            {
                setAt = json.Instant();
            }
            else if (json.Is("setBy"u8))
            {
                setBy = json.Text();
            }
            else
            {
                json.PassOver();
            }
        }

        return new ManualPresence(Needed(presence, nameof(presence)), Needed(hold, nameof(hold)), until, within, Needed(setAt, nameof(setAt)), setBy);
    }
}

/// <summary>A change as it is written: without what it leads to.</summary>
internal readonly record struct PendingChange(string From, PresenceCause Cause, AppointmentKey? Appointment, string? Keyword)
{
    public PresenceChange To(string shown) => new(From, shown, Cause, Appointment, Keyword);
}
