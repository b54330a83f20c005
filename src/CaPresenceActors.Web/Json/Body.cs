using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace CaPresenceActors.Web.Json;

/// <summary>The JSON body of a request. What is wrong with it is told by the member's name, and never half of it is taken.</summary>
internal sealed record Body<T>(T Value) : IEndpointParameterMetadataProvider
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = ApiJson.MaxDepth };

    /// <summary>Called by the framework for a parameter of this type.</summary>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType() || !IsUtf8(context.Request))
        {
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType, "Unsupported content type", $"The body is \"{Guarding.Clipped.Text(context.Request.ContentType ?? "")}\"; application/json in UTF-8 is needed.");
        }

        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        return new Body<T>(Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length)));
    }

    // RFC 8259 knows no other; some clients name it all the same.
    private static bool IsUtf8(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>Says in the API's description what the body is.</summary>
    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyOf(typeof(T)));

    internal static T Read(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw ProblemException.Body("The body is not UTF-8.");
        }

        var type = (JsonTypeInfo<T>)ApiJson.Form.GetTypeInfo(typeof(T));
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            BodyShape.Check(document.RootElement, type, "");
            return document.RootElement.Deserialize(type) ?? throw ProblemException.Body("The body is null; an object is needed.");
        }
        catch (JsonException wrong) when (wrong.Path is { Length: > 2 } path)
        {
            throw ProblemException.Body($"The member {path[2..]} {wrong.Message}.");
        }
        catch (JsonException wrong)
        {
            throw ProblemException.Body($"The body is not JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // The reader's way of saying that an escape such as \ud800 stands for half a character.
            throw ProblemException.Body("The body has an escape that stands for no character, such as \\ud800 alone.");
        }
    }
}

/// <summary>What the body of a request is, for the API's description. The framework's own metadata would refuse other content types while routing, without words.</summary>
/// <param name="Type">What is read from it.</param>
internal sealed record BodyOf(Type Type);
