using System.Globalization;

namespace MapDet.Stage2.Flags;

/// <summary>The size of an image, pixels.</summary>
internal readonly record struct ImageSize(int Width, int Height)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}
