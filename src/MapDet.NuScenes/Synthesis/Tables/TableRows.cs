namespace MapDet.NuScenes.Synthesis.Tables;

// The records of the tables of nuScenes v1.0; property names become those of the format by the naming policy of the writer.

internal sealed record AttributeRow(string Token, string Name, string Description);

internal sealed record CategoryRow(string Token, string Name, string Description);

internal sealed record VisibilityRow(string Description, string Token, string Level);

internal sealed record SensorRow(string Token, string Channel, string Modality);

internal sealed record CalibratedSensorRow(string Token, string SensorToken, double[] Translation, double[] Rotation, double[][] CameraIntrinsic);

internal sealed record EgoPoseRow(string Token, long Timestamp, double[] Rotation, double[] Translation);

internal sealed record LogRow(string Token, string Logfile, string Vehicle, string DateCaptured, string Location);

internal sealed record MapRow(string Category, string Token, string Filename, IReadOnlyList<string> LogTokens);

internal sealed record SceneRow(
    string Token, string LogToken, int NbrSamples, string FirstSampleToken, string LastSampleToken, string Name, string Description);

internal sealed record SampleRow(string Token, long Timestamp, string Prev, string Next, string SceneToken);

internal sealed record SampleDataRow(
    string Token,
    string SampleToken,
    string EgoPoseToken,
    string CalibratedSensorToken,
    long Timestamp,
    string Fileformat,
    bool IsKeyFrame,
    int Height,
    int Width,
    string Filename,
    string Prev,
    string Next);
