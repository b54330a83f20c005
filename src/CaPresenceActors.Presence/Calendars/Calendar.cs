using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace CaPresenceActors.Presence;

/// <summary>
/// The appointments of one person, as a reading found them: immutable, in order of start and key. A hundred thousand of these live in memory, so subjects stand
/// as UTF-8 in one array and an appointment is taken out as a record only when somebody looks at it.
/// </summary>
public sealed class Calendar : IReadOnlyList<Appointment>, IEquatable<Calendar>
{
    private const byte FormVersion = 1;
    private const int HeaderSize = 5;
    private const int EntrySize = 39;

    private readonly Entry[] _entries;
    private readonly byte[] _subjects;

    private Calendar(Entry[] entries, byte[] subjects)
    {
        _entries = entries;
        _subjects = subjects;
    }

    /// <summary>No appointments.</summary>
    public static Calendar Empty { get; } = new([], []);

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public Appointment this[int index]
    {
        get
        {
            ref readonly var entry = ref _entries[index];
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

        var entries = new Entry[sorted.Length];
        var subjects = new byte[sorted.Sum(a => Encoding.UTF8.GetByteCount(a.Subject))];
        var end = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            // A lone surrogate becomes U+FFFD here, which is what SEMANTICS §3 makes of it anyway.
            end += Encoding.UTF8.GetBytes(sorted[i].Subject, subjects.AsSpan(end));
            entries[i] = new Entry(sorted[i], end);
        }

        return new Calendar(entries, subjects);
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

    /// <summary>Writes the calendar in the compact form that is kept between readings: a version, the entries, the subjects. Little-endian.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        var span = output.GetSpan(HeaderSize + (_entries.Length * EntrySize) + _subjects.Length);
        span[0] = FormVersion;
        BinaryPrimitives.WriteInt32LittleEndian(span[1..], _entries.Length);
        var at = HeaderSize;
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            var field = span.Slice(at, EntrySize);
            BinaryPrimitives.WriteUInt128LittleEndian(field, entry.Key.Value);
            BinaryPrimitives.WriteInt64LittleEndian(field[16..], entry.StartTicks);
            BinaryPrimitives.WriteInt64LittleEndian(field[24..], entry.EndTicks);
            BinaryPrimitives.WriteInt32LittleEndian(field[32..], entry.SubjectEnd);
            (field[36], field[37], field[38]) = ((byte)entry.FreeBusy, (byte)entry.Response, (byte)entry.Traits);
            at += EntrySize;
        }

        _subjects.CopyTo(span[at..]);
        output.Advance(at + _subjects.Length);
    }

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

        var entries = new Entry[count];
        for (var i = 0; i < count; i++)
        {
            var field = input.Slice(HeaderSize + (i * EntrySize), EntrySize);
            entries[i] = new Entry(
                new AppointmentKey(BinaryPrimitives.ReadUInt128LittleEndian(field)),
                BinaryPrimitives.ReadInt64LittleEndian(field[16..]),
                BinaryPrimitives.ReadInt64LittleEndian(field[24..]),
                BinaryPrimitives.ReadInt32LittleEndian(field[32..]),
                (FreeBusy)field[36],
                (MeetingResponse)field[37],
                (Traits)field[38]);
        }

        return entries[^1].SubjectEnd == input.Length - subjectsAt
            ? new Calendar(entries, input[(int)subjectsAt..].ToArray())
            : throw new FormatException("A stored calendar is cut short.");
    }

    /// <inheritdoc/>
    public IEnumerator<Appointment> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Calendar? other) =>
        other is not null && (ReferenceEquals(this, other) || (_entries.AsSpan().SequenceEqual(other._entries) && _subjects.AsSpan().SequenceEqual(other._subjects)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Calendar);

    /// <inheritdoc/>
    public override int GetHashCode() => _entries.Length == 0 ? 0 : HashCode.Combine(_entries.Length, _entries[0], _entries[^1]);

    /// <summary>How many appointments, never which.</summary>
    public override string ToString() => $"Calendar of {Count} appointments";

    /// <summary>The subject of an appointment as UTF-8, without making a string of it.</summary>
    internal ReadOnlySpan<byte> SubjectOf(int index)
    {
        var start = index == 0 ? 0 : _entries[index - 1].SubjectEnd;
        return _subjects.AsSpan(start, _entries[index].SubjectEnd - start);
    }

    internal AppointmentKey KeyOf(int index) => _entries[index].Key;

    internal DateTimeOffset StartOf(int index) => new(_entries[index].StartTicks, TimeSpan.Zero);

    internal DateTimeOffset EndOf(int index) => new(_entries[index].EndTicks, TimeSpan.Zero);

    internal (long Start, long End) TicksOf(int index) => (_entries[index].StartTicks, _entries[index].EndTicks);

    internal bool Covers(int index, long ticks) => _entries[index].StartTicks <= ticks && ticks < _entries[index].EndTicks;

    internal bool Counts(int index, PresenceOptions options)
    {
        ref readonly var entry = ref _entries[index];
        return options.Counts(
            entry.FreeBusy, entry.Response, entry.Traits.HasFlag(Traits.AllDay), entry.Traits.HasFlag(Traits.Private), entry.Traits.HasFlag(Traits.Cancelled));
    }

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

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(
        AppointmentKey Key, long StartTicks, long EndTicks, int SubjectEnd, FreeBusy FreeBusy, MeetingResponse Response, Traits Traits)
    {
        public Entry(Appointment appointment, int subjectEnd)
            : this(
                appointment.Key,
                appointment.Start.UtcTicks,
                appointment.End.UtcTicks,
                subjectEnd,
                appointment.FreeBusy,
                appointment.Response,
                (appointment.AllDay ? Traits.AllDay : Traits.None) | (appointment.Private ? Traits.Private : Traits.None) | (appointment.Cancelled ? Traits.Cancelled : Traits.None))
        {
        }
    }
}
