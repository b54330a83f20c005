using System.Text.Json.Nodes;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Web.Board;
using CaPresenceActors.Web.History;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CaPresenceActors.Web.OpenApi;

/// <summary>The OpenAPI document of everything under <c>/api/v1</c>, made from the routes themselves. <c>docs/openapi.json</c> is its approved form.</summary>
internal static class ApiDescription
{
    private const string Document = "v1";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true && !description.RelativePath.EndsWith("openapi.json", StringComparison.Ordinal);
        options.AddDocumentTransformer(Introduce);
        options.AddOperationTransformer(Complete);
        options.AddSchemaTransformer(Word);
        options.AddSchemaTransformer(WrittenByHand);
        options.AddSchemaTransformer(LeftOut);
    });

    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/api/v1/openapi.json");

    // Where the server stands is known to who asks; the document says what is true everywhere.
    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "CaPresenceActors", Version = Document, Description = "Presence of extensions, driven by Exchange calendars. docs/api.md tells how it is meant to be used." };
        document.Servers = [];
        return Task.CompletedTask;
    }

    private static async Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var path = context.Description.RelativePath!.Split('/');
        operation.Tags = new HashSet<OpenApiTagReference> { new(path[2], context.Document) };
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
        operation.Extensions["x-role"] = new JsonNodeExtension(JsonValue.Create(LeastRole(context.Description.ActionDescriptor.EndpointMetadata)));
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyOf>().FirstOrDefault() is { Type: var body })
        {
            var schema = await context.GetOrCreateSchemaAsync(body, parameterDescription: null, cancellation);
            context.Document!.AddComponent(body.Name, schema);
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Json("application/json", new OpenApiSchemaReference(body.Name, context.Document)) };
        }

        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Problem details (RFC 9457): what was found, what is needed.", Content = Json("application/problem+json", new OpenApiSchema { Type = JsonSchemaType.Object }),
        };
    }

    private static Dictionary<string, OpenApiMediaType> Json(string contentType, IOpenApiSchema schema) => new(StringComparer.Ordinal) { [contentType] = new OpenApiMediaType { Schema = schema } };

    // What a route says goes before what its group says, as in AccessGuard; a route that says nothing is for everybody who has signed in.
    private static string LeastRole(IList<object> metadata) => metadata.OfType<Access>().LastOrDefault() switch
    {
        { Role: { } role } => role.ToString().ToLowerInvariant(),
        { Role: null } => "anybody",
        null => "user",
    };

    // A converter has no schema; what it writes is described by a shape.
    private static async Task WrittenByHand(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (ShapeOf(context.JsonTypeInfo.Type) is { } shape)
        {
            var described = await context.GetOrCreateSchemaAsync(shape, parameterDescription: null, cancellation);
            (schema.Type, schema.Properties, schema.Required, schema.Description) = (described.Type, described.Properties, described.Required, described.Description);
        }
    }

    // A member without a value is left out of an answer, and may be left out of a request.
    private static Task LeftOut(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.IsGetNullable))
        {
            schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }

    private static Type? ShapeOf(Type type) =>
        type == typeof(PresenceView) || type == typeof(SeenView) ? typeof(RowShape)
        : type == typeof(PresenceChangeView) || type == typeof(NamedChange) ? typeof(PresenceChangeShape)
        : null;

    // Enumerations travel as words, which the serializer's own schema does not know.
    private static Task Word(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Select(name => (JsonNode)JsonValue.Create(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name)))];
        }

        return Task.CompletedTask;
    }
}
