using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>
/// Stands before the body of an answer and spoils what is written to it. Answers are written envelope by envelope, one write each, so a damage sees a whole envelope at a time.
/// </summary>
internal sealed class DamagedBody(HttpContext http, FaultAnswer.Damage damage, Stream inner, TimeProvider time) : Stream
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var envelope = DamagedEnvelope.Spoil(damage, buffer);
        if (!http.Response.HasStarted)
        {
            http.Response.ContentLength = null;
        }

        switch (damage)
        {
            case FaultAnswer.ResetMidAnswer(var after):
                if (await WriteUpToAsync(envelope, after, cancellationToken))
                {
                    http.Abort();
                    throw new AnswerEndedException();
                }

                break;
            case FaultAnswer.Truncated(var after):
                if (await WriteUpToAsync(envelope, after, cancellationToken))
                {
                    throw new AnswerEndedException();
                }

                break;
            case FaultAnswer.SlowBytes(var perSecond):
                await TrickleAsync(envelope, Math.Max(1, perSecond / 10), TimeSpan.FromSeconds(Math.Max(Tick.TotalSeconds, 1.0 / perSecond)), cancellationToken);
                break;
            case FaultAnswer.SplitCharacters:
                await SplitAsync(envelope, cancellationToken);
                break;
            default:
                await inner.WriteAsync(envelope, cancellationToken);
                break;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");

    public override void Flush() => throw new NotSupportedException("Answers are flushed asynchronously.");

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // Whether the end has been reached. What goes before it is flushed, or a cut would take it along.
    private async Task<bool> WriteUpToAsync(ReadOnlyMemory<byte> envelope, int? after, CancellationToken cancellation)
    {
        var left = (after ?? envelope.Length / 2) - _written;
        var part = envelope[..(int)Math.Clamp(left, 0, envelope.Length)];
        await inner.WriteAsync(part, cancellation);
        await inner.FlushAsync(cancellation);
        _written += part.Length;
        return part.Length < envelope.Length;
    }

    private async Task TrickleAsync(ReadOnlyMemory<byte> envelope, int size, TimeSpan pause, CancellationToken cancellation)
    {
        for (var at = 0; at < envelope.Length; at += size)
        {
            await inner.WriteAsync(envelope.Slice(at, Math.Min(size, envelope.Length - at)), cancellation);
            await inner.FlushAsync(cancellation);
            await Task.Delay(pause, time, cancellation);
        }
    }

    // A chunk ends after the first byte of every character that has several.
    private async Task SplitAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellation)
    {
        var start = 0;
        for (var at = 0; at < envelope.Length; at++)
        {
            if (envelope.Span[at] >= 0xC0)
            {
                await inner.WriteAsync(envelope[start..(at + 1)], cancellation);
                await inner.FlushAsync(cancellation);
                start = at + 1;
            }
        }

        await inner.WriteAsync(envelope[start..], cancellation);
        await inner.FlushAsync(cancellation);
    }
}
