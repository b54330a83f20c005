using System.Globalization;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>How one part of a request went: class, code and what else a response message says about trouble. The same elements stand in faults.</summary>
internal struct ResponseStatus
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private string? _innerCode;
    private TimeSpan? _retryAfter;

    /// <summary><c>Success</c>, <c>Warning</c> or <c>Error</c>.</summary>
    public string? Class { get; set; }

    /// <summary>The response code; null when there was none.</summary>
    public string? Code { get; set; }

    /// <summary>The server's own words.</summary>
    public string? Text { get; set; }

    /// <summary>Whether it went well. A warning with a code other than <c>NoError</c> is trouble: what was asked for is not there.</summary>
    public readonly bool IsSuccess => Class is not "Error" && Code is null or ResponseCodes.NoError;

    /// <summary>Takes up the element that the reader is at, when it is one about the status.</summary>
    public bool TryRead(AnswerReader reader)
    {
        switch (reader.Name)
        {
            case "ResponseCode":
                Code = reader.TextAsString().Trim();
                return true;
            case "MessageText" or "Message":
                Text = reader.TextAsString();
                return true;
            case "MessageXml":
                ReadValues(reader);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The trouble that it tells of.</summary>
    public readonly Trouble ToTrouble()
    {
        // An inner error is the better reason: a busy back end comes as an internal error of the front end.
        var code = Code is "ErrorInternalServerError" && !string.IsNullOrEmpty(_innerCode) && _innerCode != ResponseCodes.NoError ? _innerCode : Code;
        return ResponseCodes.Explain(code ?? "ErrorInternalServerError", Text, _retryAfter);
    }

    private void ReadValues(AnswerReader reader)
    {
        var values = reader.GetChildren();
        while (values.Next())
        {
            switch (reader.Attribute("Name"))
            {
                case "BackOffMilliseconds" when TryReadPause(reader.Text(), out var pause):
                    _retryAfter = pause;
                    break;
                case "InnerErrorResponseCode":
                    _innerCode = reader.TextAsString().Trim();
                    break;
                default:
                    break;
            }
        }
    }

    private static bool TryReadPause(ReadOnlySpan<char> text, out TimeSpan pause)
    {
        var good = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0;
        pause = good ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestPause.TotalMilliseconds)) : default;
        return good;
    }
}
