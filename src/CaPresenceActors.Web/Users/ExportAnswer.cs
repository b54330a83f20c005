using System.Buffers;
using System.Reflection;
using System.Text;
using CaPresenceActors.Actors.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace CaPresenceActors.Web.Users;

/// <summary>All users as a CSV file that an import takes again, written as they come.</summary>
internal sealed class ExportAnswer(IEnumerable<UserProfile> users) : IResult, IEndpointMetadataProvider
{
    private const int FlushEveryBytes = 32 * 1024;

    /// <summary>Says in the API's description what is answered.</summary>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/csv"]));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"users.csv\"";
        var output = response.BodyWriter;
        output.Write("extension,name,exchangeAccount,integration,timeZone,group\r\n"u8);
        var waiting = 0;
        foreach (var user in users)
        {
            waiting += (int)Encoding.UTF8.GetBytes(CsvUsers.Line(user), output);
            if (waiting >= FlushEveryBytes)
            {
                waiting = 0;
                _ = await output.FlushAsync(httpContext.RequestAborted);
            }
        }

        _ = await output.FlushAsync(httpContext.RequestAborted);
    }
}
