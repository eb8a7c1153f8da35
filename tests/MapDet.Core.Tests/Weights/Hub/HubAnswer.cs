using System.Globalization;
using System.Text;

namespace MapDet.Core.Tests.Weights.Hub;

/// <summary>What the server answers, said exactly as it stands here.</summary>
internal sealed record HubAnswer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    public static HubAnswer Json(string text) => new(200, Encoding.UTF8.GetBytes(text), Length(text.Length));

    public static HubAnswer Error(int status, params (string Name, string Value)[] headers) => new(status, [], [.. headers, Length(0)]);

    public static HubAnswer Redirect(string location, params (string Name, string Value)[] headers) => new(302, [], [.. headers, ("Location", location), Length(0)]);

    /// <summary>A file from a byte on, said to be complete but cut after some bytes.</summary>
    public static HubAnswer File(byte[] content, int from = 0, int? cutAfter = null, params (string Name, string Value)[] headers)
    {
        byte[] rest = content[from..];
        (string, string)[] range = from == 0 ? [] : [("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}")];
        return new HubAnswer(from == 0 ? 200 : 206, rest[..Math.Min(rest.Length, cutAfter ?? rest.Length)], [.. headers, .. range, Length(rest.Length)]);
    }

    private static (string, string) Length(int length) => ("Content-Length", length.ToString(CultureInfo.InvariantCulture));
}
