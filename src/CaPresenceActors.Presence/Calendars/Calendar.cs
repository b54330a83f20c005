using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace CaPresenceActors.Presence;

/// <summary>
/// The appointments of one person, as a reading found them: immutable, in order of start and key. A hundred thousand of these live in memory, so a calendar is one array of bytes, in the very
/// form in which it is kept between readings, and an appointment is taken out as a record only when somebody looks at it.
/// </summary>
/// <remarks>The form, little-endian: a version, the number of entries, the entries (key, start and end in ticks, end of the subject, how it counts), the subjects in UTF-8.</remarks>
public sealed class Calendar : IReadOnlyList<Appointment>, IEquatable<Calendar>
{
    private const byte FormVersion = 1;
    private const int HeaderSize = 5;
    private const int EntrySize = 39;

    private readonly byte[] _form;

    private Calendar(byte[] form) => _form = form;

    /// <summary>No appointments.</summary>
    public static Calendar Empty { get; } = new([FormVersion, 0, 0, 0, 0]);

    /// <inheritdoc/>
    public int Count => BinaryPrimitives.ReadInt32LittleEndian(_form.AsSpan(1));

    /// <inheritdoc/>
    public Appointment this[int index]
    {
        get
        {
            var entry = EntryAt(index);
            return new Appointment
            {
                Key = entry.Key,
                Subject = Encoding.UTF8.GetString(SubjectOf(index)),
                Start = new DateTimeOffset(entry.StartTicks, TimeSpan.Zero),
                End = new DateTimeOffset(entry.EndTicks, TimeSpan.Zero),
                FreeBusy = entry.FreeBusy,
                Response = entry.Response,
                AllDay = entry.Traits.HasFlag(Traits.AllDay),
                Private = entry.Traits.HasFlag(Traits.Private),
                Cancelled = entry.Traits.HasFlag(Traits.Cancelled),
            };
        }
    }

    /// <summary>Makes a calendar of appointments in any order.</summary>
    /// <exception cref="RuleViolationException">A key occurs twice, or an appointment ends before it starts.</exception>
    public static Calendar Of(IEnumerable<Appointment> appointments)
    {
        var sorted = appointments.OrderBy(a => a.Start).ThenBy(a => a.Key).ToArray();
        if (sorted.Length == 0)
        {
            return Empty;
        }

        Check(sorted);

        var subjectsAt = HeaderSize + (sorted.Length * EntrySize);
        var form = new byte[subjectsAt + sorted.Sum(a => Encoding.UTF8.GetByteCount(a.Subject))];
        form[0] = FormVersion;
        BinaryPrimitives.WriteInt32LittleEndian(form.AsSpan(1), sorted.Length);
        var subjects = form.AsSpan(subjectsAt);
        var end = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            // A lone surrogate becomes U+FFFD here, which is what SEMANTICS §3 makes of it anyway.
            end += Encoding.UTF8.GetBytes(sorted[i].Subject, subjects[end..]);
            Entry.Of(sorted[i], end).WriteTo(form.AsSpan(HeaderSize + (i * EntrySize), EntrySize));
        }

        return new Calendar(form);
    }

    /// <summary>
    /// Makes a calendar of what a reading brought (SEMANTICS §4): a later duplicate of a key and an appointment that ends before it starts are left out and counted, and the rest counts.
    /// </summary>
    public static Calendar OfReading(IEnumerable<Appointment> appointments, out int dropped)
    {
        var all = appointments.ToList();
        var seen = new HashSet<AppointmentKey>();
        var sound = all.Where(a => a.Start <= a.End && seen.Add(a.Key)).ToList();
        dropped = all.Count - sound.Count;
        return Of(sound);
    }

    /// <summary>Writes the calendar in the compact form that is kept between readings.</summary>
    public void WriteTo(IBufferWriter<byte> output) => output.Write(_form);

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are none of a calendar, or of a form that this version does not know.</exception>
    public static Calendar ReadFrom(ReadOnlySpan<byte> input)
    {
        if (input.Length < HeaderSize || input[0] != FormVersion)
        {
            throw new FormatException($"A stored calendar of form {(input.IsEmpty ? "none" : input[0])} was found; this version knows form {FormVersion}.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(input[1..]);
        var subjectsAt = HeaderSize + ((long)count * EntrySize);
        if (count < 0 || subjectsAt > input.Length)
        {
            throw new FormatException($"A stored calendar says it has {count} appointments, and is {input.Length} bytes long.");
        }

        if (count == 0)
        {
            return Empty;
        }

        var subjectsEnd = Entry.ReadFrom(input.Slice((int)subjectsAt - EntrySize, EntrySize)).SubjectEnd;
        return subjectsEnd == input.Length - subjectsAt
            ? new Calendar(input.ToArray())
            : throw new FormatException("A stored calendar is cut short.");
    }

    /// <inheritdoc/>
    public IEnumerator<Appointment> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Calendar? other) =>
        other is not null && (ReferenceEquals(this, other) || _form.AsSpan().SequenceEqual(other._form));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Calendar);

    /// <inheritdoc/>
    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, EntryAt(0), EntryAt(Count - 1));

    /// <summary>How many appointments, never which.</summary>
    public override string ToString() => $"Calendar of {Count} appointments";

    /// <summary>The subject of an appointment as UTF-8, without making a string of it.</summary>
    internal ReadOnlySpan<byte> SubjectOf(int index)
    {
        var start = index == 0 ? 0 : EntryAt(index - 1).SubjectEnd;
        return _form.AsSpan(HeaderSize + (Count * EntrySize))[start..EntryAt(index).SubjectEnd];
    }

    internal AppointmentKey KeyOf(int index) => EntryAt(index).Key;

    internal DateTimeOffset StartOf(int index) => new(TicksOf(index).Start, TimeSpan.Zero);

    internal DateTimeOffset EndOf(int index) => new(TicksOf(index).End, TimeSpan.Zero);

    internal (long Start, long End) TicksOf(int index) => Entry.TicksIn(FieldOf(index));

    internal bool Covers(int index, long ticks)
    {
        var (start, end) = TicksOf(index);
        return start <= ticks && ticks < end;
    }

    internal bool Counts(int index, PresenceOptions options)
    {
        var entry = EntryAt(index);
        return options.Counts(
            entry.FreeBusy, entry.Response, entry.Traits.HasFlag(Traits.AllDay), entry.Traits.HasFlag(Traits.Private), entry.Traits.HasFlag(Traits.Cancelled));
    }

    private Entry EntryAt(int index) => Entry.ReadFrom(FieldOf(index));

    private ReadOnlySpan<byte> FieldOf(int index) => _form.AsSpan(HeaderSize + (index * EntrySize), EntrySize);

    private static void Check(Appointment[] sorted)
    {
        if (sorted.FirstOrDefault(a => a.End < a.Start) is { } inverted)
        {
            throw new RuleViolationException($"The appointment {inverted.Key} ends at {inverted.End:O}, before it starts at {inverted.Start:O}.");
        }

        var seen = new HashSet<AppointmentKey>();
        if (sorted.FirstOrDefault(a => !seen.Add(a.Key)) is { } twin)
        {
            throw new RuleViolationException($"The appointment {twin.Key} stands in the calendar twice; a key names one appointment.");
        }
    }

    [Flags]
    private enum Traits : byte
    {
        None = 0,
        AllDay = 1,
        Private = 2,
        Cancelled = 4,
    }

    /// <summary>An entry outside the form.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(
        AppointmentKey Key, long StartTicks, long EndTicks, int SubjectEnd, FreeBusy FreeBusy, MeetingResponse Response, Traits Traits)
    {
        public static Entry Of(Appointment appointment, int subjectEnd) => new(
            appointment.Key,
            appointment.Start.UtcTicks,
            appointment.End.UtcTicks,
            subjectEnd,
            appointment.FreeBusy,
            appointment.Response,
            (appointment.AllDay ? Traits.AllDay : Traits.None) | (appointment.Private ? Traits.Private : Traits.None) | (appointment.Cancelled ? Traits.Cancelled : Traits.None));

        public static Entry ReadFrom(ReadOnlySpan<byte> field)
        {
            var (start, end) = TicksIn(field);
            return new Entry(
                new AppointmentKey(BinaryPrimitives.ReadUInt128LittleEndian(field)),
                start,
                end,
                BinaryPrimitives.ReadInt32LittleEndian(field[32..]),
                (FreeBusy)field[36],
                (MeetingResponse)field[37],
                (Traits)field[38]);
        }

        public static (long Start, long End) TicksIn(ReadOnlySpan<byte> field) =>
            (BinaryPrimitives.ReadInt64LittleEndian(field[16..]), BinaryPrimitives.ReadInt64LittleEndian(field[24..]));

        public void WriteTo(Span<byte> field)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(field, Key.Value);
            BinaryPrimitives.WriteInt64LittleEndian(field[16..], StartTicks);
            BinaryPrimitives.WriteInt64LittleEndian(field[24..], EndTicks);
            BinaryPrimitives.WriteInt32LittleEndian(field[32..], SubjectEnd);
            (field[36], field[37], field[38]) = ((byte)FreeBusy, (byte)Response, (byte)Traits);
        }
    }
}
