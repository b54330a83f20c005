using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaPresenceActors.Web.Problems;

/// <summary>A request cannot even be read; thrown while it is bound, where no result can be returned.</summary>
internal sealed class ProblemException(int statusCode, string title, string detail) : Exception(detail)
{
    public static ProblemException Body(string detail) => new(StatusCodes.Status400BadRequest, "Bad body", detail);

    public static ProblemException Query(string detail) => new(StatusCodes.Status400BadRequest, "Bad query", detail);

    public ProblemHttpResult ToResult() => Problem.Of(statusCode, title, Message);
}
