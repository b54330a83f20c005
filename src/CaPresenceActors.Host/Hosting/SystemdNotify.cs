using System.Net.Sockets;
using System.Text;

namespace CaPresenceActors.Host.Hosting;

/// <summary>Tells systemd how the service is (sd_notify(3)). Without systemd nothing happens.</summary>
internal static class SystemdNotify
{
    /// <summary>The service is up: what is ordered after it may start.</summary>
    public static void Ready() => Send("READY=1");

    /// <summary>The service has begun to stop.</summary>
    public static void Stopping() => Send("STOPPING=1");

    private static void Send(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } path || OperatingSystem.IsWindows())
        {
            return;
        }

        // A leading @ stands for the abstract namespace, whose names begin with a zero byte.
        var address = new UnixDomainSocketEndPoint(path[0] == '@' ? string.Concat("\0", path.AsSpan(1)) : path);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.SendTo(Encoding.UTF8.GetBytes(state), address);
        }
        catch (SocketException e)
        {
            // A service that works is not ended for want of somebody to tell it to; systemd ends it itself if it minds.
            Console.Error.WriteLine($"NOTIFY_SOCKET is {path}, and nobody takes \"{state}\" there: {e.Message}. The program goes on.");
        }
    }
}
