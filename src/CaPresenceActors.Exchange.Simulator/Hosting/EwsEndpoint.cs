using System.Diagnostics;
using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Operations;
using CaPresenceActors.Exchange.Simulator.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>
/// The way of a request: is anybody there, who is it, what is asked, may it run now, does a fault answer it, and then the operation.
/// What goes wrong on the way is answered as Exchange answers it.
/// </summary>
internal sealed class EwsEndpoint(
    SimulatorOptions options,
    MailboxDirectory mailboxes,
    BasicAuthentication accounts,
    FaultPlans faults,
    RequestCounters requests,
    ServerState server,
    ILogger logger)
{
    public const string Path = "/EWS/Exchange.asmx";

    private readonly Budgets _budgets = new();

    public async Task HandleAsync(HttpContext http)
    {
        server.Running.Add(1);
        try
        {
            await GuardAsync(http);
        }
        finally
        {
            server.Running.Add(-1);
        }
    }

    private async Task GuardAsync(HttpContext http)
    {
        if (faults.Offline)
        {
            http.Abort();
            return;
        }

        http.Response.Headers.Date = options.Time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        try
        {
            await AnswerAsync(http, http.RequestAborted);
        }
        catch (EwsSchemaException e)
        {
            await SoapAnswers.SendFaultAsync(http, e, http.RequestAborted);
        }
        catch (EwsErrorException e)
        {
            await SoapAnswers.SendFaultAsync(http, e, http.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            http.Response.StatusCode = e.StatusCode;
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
            http.Abort();
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            logger.RequestFailed(e);
            await SoapAnswers.SendFaultAsync(
                http, new EwsErrorException("ErrorInternalServerError", $"An internal server error occurred. The operation failed. {e.GetType().Name}: {e.Message}"), http.RequestAborted);
        }
    }

    private async Task AnswerAsync(HttpContext http, CancellationToken cancellation)
    {
        if (!string.Equals(http.Request.Path, Path, StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (accounts.Authenticate(http.Request.Headers.Authorization) is not { } account)
        {
            Refuse(http);
            return;
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = HttpMethods.Post;
            return;
        }

        if (http.Request.ContentType?.StartsWith("text/xml", StringComparison.OrdinalIgnoreCase) != true)
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        EchoRequestId(http);
        var request = EwsRequest.Read(await ReadBodyAsync(http, cancellation), options.ServerVersion);
        var impersonated = request.Impersonation is { } header ? ImpersonatedAddress(header) : null;
        var summary = Summarise(account, request, impersonated);
        Count(summary);

        // Who pays: an impersonated mailbox has a budget of its own.
        var budget = impersonated is null ? account.UserName : $"impersonated:{impersonated}";
        if (!_budgets.TryEnter(budget, options.Limits.Concurrency))
        {
            throw new EwsErrorException(
                "ErrorExceededConnectionCount",
                "You have exceeded the available concurrent connections for your account. Try again once your other requests have completed.",
                ("Policy", "MaxConcurrency"),
                ("MaxConcurrencyLimit", options.Limits.Concurrency.ToString(CultureInfo.InvariantCulture)));
        }

        using var place = new BudgetPlace(_budgets, budget);
        if (await faults.AnswerAsync(summary, cancellation) is { } fault)
        {
            await FailAsync(http, fault, cancellation);
            return;
        }

        RequestGrammar.Instance.Check(request.Operation);
        var operation = OperationRegistry.Find(request.Operation.Name) ?? throw new EwsErrorException("ErrorInvalidRequest", "The request is invalid.");
        var call = new EwsCall(http, request, Caller(account, impersonated), place, mailboxes, server, options);
        await operation.AnswerAsync(call, cancellation);
    }

    private async Task<EwsElement> ReadBodyAsync(HttpContext http, CancellationToken cancellation)
    {
        using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 4096, options.Limits.RequestBytes));
        await http.Request.Body.CopyToAsync(body, cancellation);
        body.Position = 0;
        return EwsDocument.Read(body, options.Limits.RequestBytes);
    }

    private static string ImpersonatedAddress(EwsElement header)
    {
        var identity = header.Child("ConnectingSID") is { Children: [var only] } ? only : null;
        return identity is { Name: "PrincipalName" or "PrimarySmtpAddress" or "SmtpAddress", Text.Length: > 0 }
            ? identity.Text.Trim()
            : throw new EwsErrorException("ErrorInvalidExchangeImpersonationHeaderData", "ExchangeImpersonation SOAP header must be present for this type of OAuth token, and name a user by principal name or SMTP address.");
    }

    private EwsCaller Caller(SimulatedAccount account, string? impersonated)
    {
        if (impersonated is null)
        {
            return new EwsCaller(account.UserName, mailboxes.Find(account.UserName), IsImpersonating: false);
        }

        var mailbox = mailboxes.Find(impersonated) ??
            throw new EwsErrorException("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.");
        return mailbox.RightsOf(account.UserName).MayImpersonate
            ? new EwsCaller(account.UserName, mailbox, IsImpersonating: true)
            : throw new EwsErrorException("ErrorImpersonateUserDenied", "The account does not have permission to impersonate the requested user.");
    }

    // Mailboxes are named by the impersonation header, or in the body by the addresses of folders and of people to look up.
    private static SimulatedRequest Summarise(SimulatedAccount account, EwsRequest request, string? impersonated)
    {
        var named = new List<string>();
        var naming = request.Operation.Child("ParentFolderIds") ?? request.Operation.Child("FolderIds") ?? request.Operation.Child("SyncFolderId")
            ?? request.Operation.Child("SavedItemFolderId") ?? request.Operation.Child("MailboxDataArray");
        foreach (var child in naming?.Children ?? [])
        {
            if ((child.Child("Mailbox")?.ChildText("EmailAddress") ?? child.Child("Email")?.ChildText("Address")) is { Length: > 0 } address)
            {
                named.Add(address.Trim());
            }
        }

        if (named.Count == 0)
        {
            named.Add(impersonated ?? account.UserName);
        }

        return new SimulatedRequest(account.UserName, request.Operation.Name, impersonated, [.. named.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    private void Count(SimulatedRequest request)
    {
        var operation = request.Operation == "GetUserAvailabilityRequest" ? "GetUserAvailability" : request.Operation;
        requests.Count(operation);
        foreach (var address in request.Mailboxes)
        {
            mailboxes.Find(address)?.Requests.Count(operation);
        }
    }

    private static Task FailAsync(HttpContext http, FaultAnswer fault, CancellationToken cancellation)
    {
        switch (fault)
        {
            case FaultAnswer.ServerBusy(var backOff):
                throw new EwsErrorException("ErrorServerBusy", "The server cannot service this request right now. Try again later.", BackOff(backOff));
            case FaultAnswer.ServiceUnavailable(var retryAfter):
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                if (retryAfter is { } delay)
                {
                    http.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                return Task.CompletedTask;
            case FaultAnswer.Unauthorized:
                Refuse(http);
                return Task.CompletedTask;
            case FaultAnswer.AbortConnection:
                http.Abort();
                return Task.CompletedTask;
            case FaultAnswer.SoapFault(var code, var message):
                throw new EwsErrorException(code, message);
            case FaultAnswer.Html(var status, var body):
                http.Response.StatusCode = status;
                http.Response.ContentType = "text/html; charset=utf-8";
                return http.Response.WriteAsync(body, cancellation);
            default:
                throw new UnreachableException($"No way to fail with {fault.GetType().Name}.");
        }
    }

    private static (string Name, string Value)[] BackOff(TimeSpan? backOff) =>
        backOff is { } time ? [("BackOffMilliseconds", ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture))] : [];

    private static void Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = BasicAuthentication.Challenge;
    }

    private static void EchoRequestId(HttpContext http)
    {
        http.Response.Headers["request-id"] = Guid.NewGuid().ToString();
        var wanted = http.Request.Headers["return-client-request-id"];
        if (string.Equals(wanted, "true", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers["client-request-id"] = http.Request.Headers["client-request-id"];
        }
    }
}
