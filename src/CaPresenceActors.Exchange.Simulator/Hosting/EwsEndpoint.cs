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
    RequestCounters requests,
    ServerState server,
    ILogger logger)
{
    public const string Path = "/EWS/Exchange.asmx";

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
        if (server.Faults.Offline)
        {
            http.Abort();
            return;
        }

        http.Response.Headers.Date = options.Time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        try
        {
            await AnswerAsync(http, http.RequestAborted);
        }
        catch (AnswerEndedException)
        {
            // A fault wanted it so.
        }
        catch (EwsSchemaException e)
        {
            await SoapAnswers.SendFaultAsync(http, e, http.RequestAborted);
        }
        catch (EwsErrorException e)
        {
            server.CountRefused();
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
            server.CountRefused();
            BasicAuthentication.Refuse(http);
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
        if (!server.Budgets.TryEnter(budget, server.Limits.Concurrency))
        {
            throw new EwsErrorException(
                "ErrorExceededConnectionCount",
                "You have exceeded the available concurrent connections for your account. Try again once your other requests have completed.",
                ("Policy", "MaxConcurrency"),
                ("MaxConcurrencyLimit", server.Limits.Concurrency.ToString(CultureInfo.InvariantCulture)));
        }

        using var place = new BudgetPlace(server.Budgets, budget);
        var fault = await server.Faults.AnswerAsync(summary, cancellation);
        if (fault is FaultAnswer.Damage damage)
        {
            await FaultResponder.PrepareAsync(http, damage, options.Time, cancellation);
        }
        else if (fault is not null)
        {
            server.CountRefused();
            LoseSubscriptions(fault, summary.Mailboxes);
            await FaultResponder.AnswerAsync(http, fault, summary, request.Operation, options.ServerVersion, cancellation);
            return;
        }

        RequestGrammar.Instance.Check(request.Operation);
        var operation = OperationRegistry.Find(request.Operation.Name) ?? throw new EwsErrorException("ErrorInvalidRequest", "The request is invalid.");
        var call = new EwsCall(http, request, Caller(account, impersonated), place, mailboxes, server, options) { Request = summary, Damage = fault as FaultAnswer.Damage };
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
            ?? request.Operation.Child("SavedItemFolderId") ?? request.Operation.Child("MailboxDataArray")
            ?? (request.Operation is { Name: "Subscribe", Children: [var subscription, ..] } ? subscription.Child("FolderIds") : null);
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

        return new SimulatedRequest(account.UserName, OperationRegistry.SimpleName(request.Operation.Name), impersonated, [.. named.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    private void Count(SimulatedRequest request)
    {
        requests.Count(request.Operation);
        foreach (var address in request.Mailboxes)
        {
            mailboxes.Find(address)?.Requests.Count(request.Operation);
        }
    }

    /// <summary>A mailbox that moves or is gone takes its subscriptions along; with a fault that is about several it is not known which of them it strikes.</summary>
    public void LoseSubscriptions(FaultAnswer fault, IReadOnlyCollection<string> addresses)
    {
        if (fault is FaultAnswer.MailboxMoving or FaultAnswer.MailboxGone && addresses.Count == 1 && mailboxes.Find(addresses.Single()) is { } mailbox)
        {
            server.Subscriptions.RemoveOf(mailbox, Notifications.Subscriptions.Lost());
        }
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
