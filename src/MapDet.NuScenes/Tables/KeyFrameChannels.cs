using MapDet.Core.Contracts;

namespace MapDet.NuScenes.Tables;

/// <summary>The channels whose key frames are kept: the six cameras in their order, then the lidar.</summary>
internal static class KeyFrameChannels
{
    public const string Lidar = "LIDAR_TOP";

    public const int None = -1;

    public static int LidarIndex => CameraChannels.All.Length;

    public static int Count => CameraChannels.All.Length + 1;

    /// <summary>The position of a channel, or <see cref="None"/>.</summary>
    public static int IndexOf(string channel) => channel == Lidar ? LidarIndex : CameraChannels.All.IndexOf(channel);
}
