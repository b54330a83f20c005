using System.Diagnostics;
using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Operations;
using CaPresenceActors.Exchange.Simulator.Protocol;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>Answers with a fault instead of the operation, or lays a damage over what the operation will answer.</summary>
internal static class FaultResponder
{
    /// <summary>Answers instead of the operation.</summary>
    /// <exception cref="EwsErrorException">The fault is one that SOAP tells.</exception>
    public static async Task AnswerAsync(HttpContext http, FaultAnswer fault, SimulatedRequest request, EwsElement operation, ExchangeServerVersion version, CancellationToken cancellation)
    {
        switch (fault)
        {
            case FaultAnswer.ServerBusy(var backOff):
                throw Busy(backOff);
            case FaultAnswer.SoapFault(var code, var message):
                throw new EwsErrorException(code, message);
            case FaultAnswer.MailboxGone when request.ImpersonatedMailbox is not null:
                throw NoMailbox();
            case FaultAnswer.RightsWithdrawn when request.ImpersonatedMailbox is not null:
                throw new EwsErrorException("ErrorImpersonateUserDenied", "The account does not have permission to impersonate the requested user.");
            case FaultAnswer.ItemError(var code, var message, var backOff):
                await SendErrorsAsync(http, operation, version, new EwsErrorException(code, message, BackOff(backOff)), cancellation);
                break;
            case FaultAnswer.MailboxMoving:
                await SendErrorsAsync(http, operation, version, new EwsErrorException("ErrorMailboxMoveInProgress", "Mailbox move in progress. Try again later."), cancellation);
                break;
            case FaultAnswer.MailboxGone:
                await SendErrorsAsync(http, operation, version, NoMailbox(), cancellation);
                break;
            case FaultAnswer.RightsWithdrawn:
                await SendErrorsAsync(http, operation, version, EwsCall.AccessDenied(), cancellation);
                break;
            case FaultAnswer.ServiceUnavailable(var retryAfter):
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                if (retryAfter is { } delay)
                {
                    http.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                break;
            case FaultAnswer.Unauthorized:
                BasicAuthentication.Refuse(http);
                break;
            case FaultAnswer.AbortConnection:
                http.Abort();
                break;
            case FaultAnswer.Silence:
                await new TaskCompletionSource().Task.WaitAsync(cancellation);
                break;
            case FaultAnswer.Redirect(var location, var status):
                http.Response.StatusCode = status;
                http.Response.Headers.Location = location;
                break;
            case FaultAnswer.Html(var status, var body):
                http.Response.StatusCode = status;
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync(body, cancellation);
                break;
            default:
                throw new UnreachableException($"No way to fail with {fault.GetType().Name}.");
        }
    }

    /// <summary>Lays a damage over the answer that will come.</summary>
    public static async Task PrepareAsync(HttpContext http, FaultAnswer.Damage damage, TimeProvider time, CancellationToken cancellation)
    {
        switch (damage)
        {
            case FaultAnswer.Delay(var wait):
                await Task.Delay(wait, time, cancellation);
                break;
            case FaultAnswer.WrongDate(var offset):
                http.Response.Headers.Date = Clamped(time.GetUtcNow(), offset).ToString("r", CultureInfo.InvariantCulture);
                break;
            default:
                http.Response.Body = new DamagedBody(http, damage, http.Response.Body, time);
                break;
        }
    }

    private static DateTimeOffset Clamped(DateTimeOffset now, TimeSpan offset)
    {
        var ticks = Math.Clamp(now.UtcTicks + offset.Ticks, DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static Task SendErrorsAsync(HttpContext http, EwsElement operation, ExchangeServerVersion version, EwsErrorException error, CancellationToken cancellation)
    {
        var buffer = new MemoryStream(1024);
        using (var writer = new EwsWriter(buffer))
        {
            writer.StartEnvelope(version);
            ItemErrors.Write(writer, operation, error);
            writer.EndEnvelope();
        }

        return SoapAnswers.SendAsync(http, StatusCodes.Status200OK, buffer, cancellation);
    }

    private static EwsErrorException Busy(TimeSpan? backOff) => new("ErrorServerBusy", "The server cannot service this request right now. Try again later.", BackOff(backOff));

    private static EwsErrorException NoMailbox() => new("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.");

    private static (string Name, string Value)[] BackOff(TimeSpan? backOff) =>
        backOff is { } time ? [("BackOffMilliseconds", ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture))] : [];
}
