using Microsoft.Extensions.Logging;

namespace MapDet.Core.Imaging;

internal static partial class ImagingLog
{
    [LoggerMessage(1101, LogLevel.Warning,
        "{File} is {Width} x {Height} pixels, its table says {TableWidth} x {TableHeight}. Such pictures are used and their intrinsics scaled; this is said once.")]
    public static partial void OtherSize(ILogger logger, string file, int width, int height, int tableWidth, int tableHeight);
}
