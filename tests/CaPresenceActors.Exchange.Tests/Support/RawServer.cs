using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CaPresenceActors.Exchange.Tests.Support;

/// <summary>A TCP listener on loopback for answers that no proper HTTP server would send.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public RawServer(Func<Socket, CancellationToken, Task> answer)
    {
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Sends text and closes the connection.</summary>
    public static RawServer Sending(string text) => new((socket, cancellation) => socket.SendAsync(Encoding.Latin1.GetBytes(text), cancellation).AsTask());

    /// <summary>Sends text and resets the connection.</summary>
    public static RawServer SendingAndResetting(string text) => new(async (socket, cancellation) =>
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes(text), cancellation);
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<Socket, CancellationToken, Task> answer)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                var buffer = new byte[65536];
                var request = new StringBuilder();
                while (!request.ToString().Contains("</s:Envelope>", StringComparison.Ordinal) && await socket.ReceiveAsync(buffer, _stop.Token) is > 0 and var read)
                {
                    request.Append(Encoding.UTF8.GetString(buffer, 0, read));
                }

                await answer(socket, _stop.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over: both are what these tests are about.
            }
        }
    }
}
