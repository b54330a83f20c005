using CaPresenceActors.Actors.SignIns;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Begins sessions and tells who has signed in.</summary>
internal sealed class Sessions(ISignIns signIns, DeviceCookies devices, IAntiforgery antiforgery, People people)
{
    /// <summary>Begins a session for somebody whose password was right.</summary>
    public async Task<SessionBody> BeginAsync(HttpContext context, SignIn signIn)
    {
        var caller = await SessionCookies.BeginAsync(context, signIn);
        devices.Mark(context, signIn.Name);

        // When somebody signed in last is good to know and no reason to keep them out: a journal that takes no writes says so itself.
        _ = await signIns.ChangeAsync(new SignInCommand.NoteSignIn(signIn.Name), signIn.Name, CancellationToken.None);
        return Tell(context, caller);
    }

    /// <summary>Who has signed in, and what their page needs to change something.</summary>
    public SessionBody Tell(HttpContext context, Caller caller) => new(
        caller.Name,
        caller.Role,
        caller.Extension,
        people.DisplayName(caller.Name),
        caller.HasSession ? antiforgery.GetAndStoreTokens(context).RequestToken : null);
}
