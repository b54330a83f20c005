using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CaPresenceActors.Web.Users;

/// <summary>A CSV file as the body of a request.</summary>
internal sealed record CsvBody(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>Called by the framework for a parameter of this type.</summary>
    public static async ValueTask<CsvBody?> BindAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType, "Unsupported content type", $"The body is \"{Clipped.Text(context.Request.ContentType ?? "")}\"; text/csv is needed.");
        }

        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        return new CsvBody(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }
}
