using System.Threading.Channels;

namespace CaPresenceActors.Exchange.Simulator.Notifications;

/// <summary>What waits in a stream to be told to its reader.</summary>
internal abstract record StreamNews
{
    private StreamNews()
    {
    }

    /// <summary>Something happened.</summary>
    public sealed record Happened(Subscription Subscription, NotificationEvent Event) : StreamNews;

    /// <summary>A subscription has ended; the others of the stream go on.</summary>
    public sealed record Lost(Subscription Subscription, EwsErrorException Reason) : StreamNews;

    /// <summary>Another stream reads one of the subscriptions now, which ends this stream.</summary>
    public sealed record Replaced : StreamNews;

    /// <summary>The connection is to be cut without a word.</summary>
    public sealed record Cut : StreamNews;

    /// <summary>A timer fired: look at the clock.</summary>
    public sealed record LookAtClock : StreamNews;
}

/// <summary>The reading end of an open GetStreamingEvents: what happens to its subscriptions comes in here, in order.</summary>
internal sealed class EventStream
{
    private readonly Channel<StreamNews> _news = Channel.CreateUnbounded<StreamNews>(new UnboundedChannelOptions { SingleReader = true });

    public ChannelReader<StreamNews> News => _news.Reader;

    public void Push(Subscription subscription, NotificationEvent happened) => _news.Writer.TryWrite(new StreamNews.Happened(subscription, happened));

    public void Lose(Subscription subscription, EwsErrorException reason) => _news.Writer.TryWrite(new StreamNews.Lost(subscription, reason));

    public void Replace() => _news.Writer.TryWrite(new StreamNews.Replaced());

    public void Abort() => _news.Writer.TryWrite(new StreamNews.Cut());

    public void Wake() => _news.Writer.TryWrite(new StreamNews.LookAtClock());
}
