using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Codec;

public sealed class StoredReadingTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static readonly StoredReading Reading = new(Ten.AddTicks(7), Ten.AddHours(48), Calendar.Of(
    [
        new Appointment { Key = AppointmentKey.Of("a"), Subject = "定例会議 🎉", Start = Ten, End = Ten.AddHours(1), FreeBusy = FreeBusy.Oof, Response = MeetingResponse.Accept, Private = true },
        new Appointment { Key = AppointmentKey.Of("b"), Subject = string.Empty, Start = Ten, End = Ten, AllDay = true, Cancelled = true },
    ]));

    [Fact]
    public void What_is_kept_is_read_back() => StoredReading.Decode(Reading.Encode().Span).ShouldBe(Reading);

    [Fact]
    public void An_empty_calendar_is_read_back()
    {
        var empty = Reading with { Calendar = Calendar.Empty };
        StoredReading.Decode(empty.Encode().Span).ShouldBe(empty);
    }

    [Fact]
    public void What_is_cut_short_anywhere_is_no_reading()
    {
        var whole = Reading.Encode();
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = new RecoveredDocument(StoredReading.Key, whole[..length]);
            Should.Throw<JournalException>(() => Documents.ReadReading(cut, "presence-1203"), $"{length} bytes");
        }
    }

    [Fact]
    public void A_newer_form_is_refused()
    {
        var bytes = Reading.Encode().ToArray();
        bytes[16]++;
        Should.Throw<JournalException>(() => Documents.ReadReading(new RecoveredDocument(StoredReading.Key, bytes), "presence-1203"))
            .InnerException!.Message.ShouldContain("this version knows form 1");
    }
}
