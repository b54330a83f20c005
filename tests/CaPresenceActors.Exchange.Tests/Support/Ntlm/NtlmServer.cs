using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Exchange.Tests.Support.Ntlm;

/// <summary>An HTTPS server that lets a connection in once its NTLM log-in has been checked, as IIS does, and keeps what it thought of each log-in.</summary>
internal sealed class NtlmServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private ScriptedServer? _http;

    private NtlmServer()
    {
    }

    /// <summary>The objection to each log-in that was tried; null for a good one.</summary>
    public ConcurrentQueue<string?> LogIns { get; } = new();

    /// <summary>Whether the last good log-in protected its messages.</summary>
    public bool HadIntegrity { get; private set; }

    public ConcurrentQueue<ScriptedRequest> Requests => _http!.Requests;

    public int Port => _http!.Port;

    /// <summary>Starts one.</summary>
    /// <param name="scheme"><c>NTLM</c> or <c>Negotiate</c>.</param>
    /// <param name="certificate">What it shows.</param>
    /// <param name="password">What the account's password is here.</param>
    /// <param name="channelBinding">What log-ins must be tied to (Extended Protection); null: to nothing.</param>
    public static async Task<NtlmServer> StartAsync(string scheme, X509Certificate2 certificate, string password, byte[]? channelBinding = null)
    {
        var server = new NtlmServer();
        server._http = await ScriptedServer.StartAsync((request, response) => server.Answer(scheme, request, response, password, channelBinding), certificate);
        return server;
    }

    public ValueTask DisposeAsync() => _http!.DisposeAsync();

    private Task Answer(string scheme, ScriptedRequest request, HttpResponse response, string password, byte[]? channelBinding)
    {
        var session = _sessions.GetOrAdd(request.Connection, _ => new Session(new NtlmAcceptor("svc@example.test", password, channelBinding)));
        if (session.IsLoggedIn && request.Header("Authorization") is null)
        {
            return response.Xml(Answers.FindItem(Answers.Items()));
        }

        if (request.Header("Authorization") is not { } header || !header.StartsWith($"{scheme} ", StringComparison.Ordinal))
        {
            return Refuse(response, scheme);
        }

        var sent = Convert.FromBase64String(header[(scheme.Length + 1)..]);
        var wrapped = scheme == "Negotiate" ? Spnego.Open(sent) : null;
        var message = wrapped?.Message ?? sent;
        if (NtlmAcceptor.TypeOf(message) == 1)
        {
            session.Mechanisms = wrapped?.Mechanisms ?? [];
            var challenge = session.Acceptor.Challenge(message);
            return Refuse(response, $"{scheme} {Convert.ToBase64String(wrapped is null ? challenge : Spnego.Continue(challenge))}");
        }

        var verdict = session.Acceptor.Judge(message);
        if (verdict.Objection is null && wrapped is { Signature: { } signature } && !NtlmKeys.ClientSignature(verdict.SessionKey, session.Mechanisms).SequenceEqual(signature))
        {
            verdict = verdict with { Objection = "the list of mechanisms was changed on the way" };
        }

        LogIns.Enqueue(verdict.Objection);
        if (verdict.Objection is not null)
        {
            return Refuse(response, scheme);
        }

        session.IsLoggedIn = true;
        HadIntegrity = verdict.HadIntegrity;
        if (wrapped is not null)
        {
            response.Headers.WWWAuthenticate = $"Negotiate {Convert.ToBase64String(Spnego.Accept(NtlmKeys.ServerSignature(verdict.SessionKey, session.Mechanisms)))}";
        }

        return response.Xml(Answers.FindItem(Answers.Items()));
    }

    private static Task Refuse(HttpResponse response, string challenge)
    {
        response.StatusCode = (int)HttpStatusCode.Unauthorized;
        response.Headers.WWWAuthenticate = challenge;
        return Task.CompletedTask;
    }

    private sealed class Session(NtlmAcceptor acceptor)
    {
        public NtlmAcceptor Acceptor { get; } = acceptor;

        public byte[] Mechanisms { get; set; } = [];

        public bool IsLoggedIn { get; set; }
    }
}
