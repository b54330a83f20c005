using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>What goes out in one delivery.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="DeliveryId">Its id, made of nothing but what it stands for: the same batch always has the same.</param>
/// <param name="FirstPosition">Of its first change; null without changes.</param>
/// <param name="LastPosition">Of its last change; null without changes.</param>
/// <param name="Count">How many changes.</param>
/// <param name="Body">The JSON.</param>
internal sealed record WebhookBatch(WebhookDeliveryKind Kind, string DeliveryId, long? FirstPosition, long? LastPosition, int Count, ReadOnlyMemory<byte> Body)
{
    /// <summary>How many changes one delivery has at the most.</summary>
    public const int MostChanges = 200;

    /// <summary>A batch ends with the change that passes this.</summary>
    public const int Bytes = 256 * 1024;

    private static readonly JsonWriterOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The next batch of a page of the journal; null when nothing in it is wanted.</summary>
    /// <param name="hook">Whose.</param>
    /// <param name="page">Entries in order of position.</param>
    /// <param name="shared">The change that an entry tells of, as everybody may see it.</param>
    /// <param name="upTo">Where the batch ends; null: where it is full, or the page ends.</param>
    public static WebhookBatch? Of(Webhook hook, IReadOnlyList<JournalEntry> page, Func<JournalEntry, PresenceChangeView?> shared, long? upTo)
    {
        var changes = new List<PresenceChangeView>();
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, AsWritten);
        writer.WriteStartArray();
        foreach (var entry in page)
        {
            if (entry.Position > upTo || (upTo is null && IsFull(changes.Count, writer.BytesPending + writer.BytesCommitted)))
            {
                break;
            }

            if (PresenceIds.ExtensionOf(entry.PersistenceId) is { } extension && hook.Spec.Wants(extension) && shared(entry) is { } change)
            {
                ChangeJson.Write(writer, change);
                changes.Add(change);
            }
        }

        writer.WriteEndArray();
        writer.Flush();
        return changes.Count == 0 ? null : Of(hook, changes[0].Position, changes[^1].Position, changes.Count, buffer.WrittenSpan);
    }

    /// <summary>The news that what came after a position can no longer be had.</summary>
    /// <param name="hook">To whom.</param>
    /// <param name="cursor">The last position that the receiver knows, and the one after which it goes on.</param>
    public static WebhookBatch Reset(Webhook hook, WebhookCursor cursor)
    {
        var goesOn = cursor.UpTo ?? cursor.Position;
        var id = string.Create(CultureInfo.InvariantCulture, $"{hook.Id}.{hook.Epoch}.reset.{cursor.Position}-{goesOn}");
        return new WebhookBatch(WebhookDeliveryKind.Reset, id, null, null, 0, BodyOf(hook, id, "[]"u8, writer =>
        {
            writer.WriteStartObject("reset"u8);
            writer.WriteNumber("after"u8, cursor.Position);
            writer.WriteNumber("goesOnAfter"u8, goesOn);
            writer.WriteEndObject();
        }));
    }

    /// <summary>A delivery of nothing.</summary>
    public static WebhookBatch Test(Webhook hook, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{hook.Id}.{hook.Epoch}.test.{now.ToUnixTimeMilliseconds()}");
        return new WebhookBatch(WebhookDeliveryKind.Test, id, null, null, 0, BodyOf(hook, id, "[]"u8, writer => writer.WriteBoolean("test"u8, true)));
    }

    private static bool IsFull(int count, long bytes) => count >= MostChanges || bytes >= Bytes;

    private static WebhookBatch Of(Webhook hook, long first, long last, int count, ReadOnlySpan<byte> changes)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{hook.Id}.{hook.Epoch}.{first}-{last}");
        return new WebhookBatch(WebhookDeliveryKind.Changes, id, first, last, count, BodyOf(hook, id, changes, more: null));
    }

    private static ReadOnlyMemory<byte> BodyOf(Webhook hook, string deliveryId, ReadOnlySpan<byte> changes, Action<Utf8JsonWriter>? more)
    {
        var body = new ArrayBufferWriter<byte>(changes.Length + 256);
        using var writer = new Utf8JsonWriter(body, AsWritten);
        writer.WriteStartObject();
        writer.WriteString("webhook"u8, hook.Id);
        writer.WriteString("deliveryId"u8, deliveryId);
        more?.Invoke(writer);
        writer.WritePropertyName("changes"u8);
        writer.WriteRawValue(changes, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }
}
