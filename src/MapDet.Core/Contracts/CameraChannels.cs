using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>The six cameras of nuScenes, in the order in which they stand everywhere: tensors, prompt, files.</summary>
public static class CameraChannels
{
    /// <summary>Channel names in order.</summary>
    public static ImmutableArray<string> All { get; } =
        ["CAM_FRONT", "CAM_FRONT_RIGHT", "CAM_FRONT_LEFT", "CAM_BACK", "CAM_BACK_LEFT", "CAM_BACK_RIGHT"];

    /// <summary>For each camera the position of the one that takes its place when the rig is mirrored left to right.</summary>
    public static ImmutableArray<int> Mirrored { get; } = [0, 2, 1, 3, 5, 4];
}
