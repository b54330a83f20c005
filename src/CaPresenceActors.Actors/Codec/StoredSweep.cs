using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Codec;

/// <summary>
/// What is known of the last good reads, in one document for everybody: reading an unchanged calendar is nothing that an extension records, but when that was is asked for after a restart.
/// </summary>
/// <param name="Since">Every calendar that is known was read at this instant or later, UTC, but for the exceptions.</param>
/// <param name="ReadBefore">The exceptions: extensions whose last good read was earlier, and when it was, UTC.</param>
internal sealed record StoredSweep(DateTimeOffset Since, ImmutableDictionary<string, DateTimeOffset> ReadBefore)
{
    /// <summary>The key of the document.</summary>
    public const string Key = "sweep";

    /// <summary>Nothing is known.</summary>
    public static StoredSweep None { get; } = new(DateTimeOffset.MinValue, ImmutableDictionary<string, DateTimeOffset>.Empty);

    /// <summary>When the calendar of an extension that has one was last read, as far as is known here.</summary>
    public DateTimeOffset LastGoodReadOf(string extension) => ReadBefore.TryGetValue(extension, out var earlier) ? earlier : Since;

    public ReadOnlyMemory<byte> Encode() => JsonSerializer.SerializeToUtf8Bytes(
        new SweepForm { Since = Since, ReadBefore = ReadBefore.IsEmpty ? null : ReadBefore.ToDictionary(StringComparer.Ordinal) }, JournalJson.Default.SweepForm);

    /// <exception cref="JournalException">It is damaged.</exception>
    public static StoredSweep Read(RecoveredDocument document, string persistenceId) => Documents.Read(
        document,
        persistenceId,
        JournalJson.Default.SweepForm,
        form => new StoredSweep(form.Since, form.ReadBefore?.ToImmutableDictionary(StringComparer.Ordinal) ?? None.ReadBefore));
}
