using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.CustomData.Sources;
using SkiaSharp;

namespace MapDet.CustomData.Tests.Sources;

public sealed class RecordedFramesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_come_in_the_order_of_time_with_their_place()
    {
        ImmutableArray<FrameRecord> frames = new RecordedFrames(TinyData.Folder).ReadFrames();

        Assert.Equal(20, frames.Length);
        Assert.Equal(frames.Select(frame => frame.Timestamp).Order(), frames.Select(frame => frame.Timestamp));
        FrameRecord first = frames.Single(frame => frame.SampleToken == "drive-1-00");
        Assert.Equal(("drive-1", "town-1", 0.0), (first.SceneName, first.Location, first.GroundHeight));
        Assert.Equal(298.952, first.LidarToWorld.Translation.X, 1e-3);
    }

    [Fact]
    public void Every_frame_has_six_pictures_of_the_size_that_the_calibration_states()
    {
        RecordedFrames source = new(TinyData.Folder);

        foreach (FrameRecord frame in source.ReadFrames())
        {
            ImmutableArray<CameraFrame> cameras = source.Cameras(frame);
            Assert.Equal(CameraChannels.All, cameras.Select(camera => camera.Camera.Channel));
            Assert.All(cameras, camera =>
            {
                using SKCodec picture = SKCodec.Create(camera.ImagePath);
                Assert.Equal((camera.Camera.Width, camera.Camera.Height), (picture.Info.Width, picture.Info.Height));
            });
        }
    }

    [Fact]
    public void A_place_ahead_appears_in_the_middle_of_the_front_camera_alone()
    {
        RecordedFrames source = new(TinyData.Folder);
        ImmutableArray<CameraFrame> cameras = source.Cameras(source.ReadFrames()[0]);

        ImagePoint[] seen = [.. cameras.Select(camera => camera.Camera.Project(new Point3(0, 15, 1.5)))];

        Assert.InRange(seen[0].U, 80, 112);
        Assert.InRange(seen[0].V, 50, 70);
        Assert.Equal(14, seen[0].Depth, 1.0);
        Assert.All(seen[1..].Zip(cameras[1..]), pair => Assert.False(
            pair.First.Depth > 0 && pair.First.U >= 0 && pair.First.U < pair.Second.Camera.Width, pair.Second.Camera.Channel));
    }

    [Fact]
    public void A_picture_without_a_pose_was_taken_at_the_pose_of_its_frame()
    {
        DataFolder data = TinyData.CopyTo(_folder);
        EditFirstFrame(data, edited => edited["pictures"]!["CAM_FRONT"]!.AsObject().Remove("pose"));
        RecordedFrames source = new(data);
        FrameRecord frame = source.ReadFrames().Single(frame => frame.SampleToken == "drive-1-00");
        JsonNode mount = JsonNode.Parse(File.ReadAllText(data.Cameras))!["drive-1"]!["CAM_FRONT"]!["mount"]!;
        RigidTransform cameraToRig = DataJson.Parse<PoseEntry>(mount.ToJsonString(), data.Cameras).ToTransform();

        Point3 place = frame.MapFrame.ToWorld().Inverse().After(frame.LidarToWorld).After(cameraToRig).Apply(new Point3(0.5, -0.2, 12));

        Point3 seen = source.Cameras(frame)[0].Camera.MapToCamera.Apply(place);
        Assert.Equal(0.5, seen.X, 1e-9);
        Assert.Equal(-0.2, seen.Y, 1e-9);
        Assert.Equal(12, seen.Z, 1e-9);
    }

    [Fact]
    public void A_line_that_is_no_JSON_is_named_by_its_number()
    {
        DataFolder data = TinyData.CopyTo(_folder);
        File.AppendAllText(data.Frames, "\n{\"sample\": \n");

        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => new RecordedFrames(data).ReadFrames());

        Assert.Equal((data.Frames, "line 22"), (fault.File, fault.Record));
    }

    [Theory]
    [InlineData("pose", "pose")]
    [InlineData("location", "location")]
    [InlineData("pictures", "pictures")]
    public void A_line_that_lacks_something_is_named_with_what_it_lacks(string member, string named)
    {
        DataFolder data = TinyData.CopyTo(_folder);
        EditFirstFrame(data, frame => frame.Remove(member));

        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => new RecordedFrames(data).ReadFrames());

        Assert.Equal("line 1", fault.Record);
        Assert.Contains($"'{named}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_nobody_knows_is_refused()
    {
        DataFolder data = TinyData.CopyTo(_folder);
        EditFirstFrame(data, frame => frame["grund"] = 3);

        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => new RecordedFrames(data).ReadFrames());

        Assert.Contains("grund", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_lines_of_one_sample_are_refused()
    {
        DataFolder data = TinyData.CopyTo(_folder);
        File.AppendAllText(data.Frames, File.ReadLines(data.Frames).First());

        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => new RecordedFrames(data).ReadFrames());

        Assert.Equal((data.Frames, "drive-1-00", "sample"), (fault.File, fault.Record, fault.Field));
    }

    [Theory]
    [InlineData("[0, 0, 0, 0]")]
    [InlineData("[1, 0, 0]")]
    public void A_rotation_that_is_none_is_named_with_its_sample(string rotation)
    {
        DataFolder data = TinyData.CopyTo(_folder);
        EditFirstFrame(data, frame => frame["pose"]!["rotation"] = JsonNode.Parse(rotation));

        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => new RecordedFrames(data).ReadFrames());

        Assert.Equal((data.Frames, "drive-1-00", "pose"), (fault.File, fault.Record, fault.Field));
    }

    [Fact]
    public void A_missing_picture_is_named_with_its_sample()
    {
        DataFolder data = TinyData.CopyTo(_folder);
        EditFirstFrame(data, frame => frame["pictures"]!.AsObject().Remove("CAM_BACK"));

        InvalidInputException fault = CamerasFault(data);

        Assert.Equal((data.Frames, "drive-1-00", "pictures"), (fault.File, fault.Record, fault.Field));
        Assert.Contains("CAM_BACK", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rig_without_calibration_is_named()
    {
        DataFolder data = TinyData.CopyTo(_folder);
        EditFirstFrame(data, frame => frame["rig"] = "rig-9");

        InvalidInputException fault = CamerasFault(data);

        Assert.Equal((data.Cameras, "rig-9", "CAM_FRONT"), (fault.File, fault.Record, fault.Field));
    }

    [Fact]
    public void A_camera_without_a_size_is_named()
    {
        DataFolder data = TinyData.CopyTo(_folder);
        JsonNode cameras = JsonNode.Parse(File.ReadAllText(data.Cameras))!;
        cameras["drive-1"]!["CAM_BACK"]!["width"] = 0;
        File.WriteAllText(data.Cameras, cameras.ToJsonString());

        InvalidInputException fault = CamerasFault(data);

        Assert.Equal((data.Cameras, "drive-1", "CAM_BACK"), (fault.File, fault.Record, fault.Field));
    }

    [Fact]
    public void An_absent_file_is_named()
    {
        DataFolder data = TinyData.CopyTo(_folder);
        File.Delete(data.Frames);

        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => new RecordedFrames(data).ReadFrames());

        Assert.Equal(data.Frames, fault.File);
    }

    private static InvalidInputException CamerasFault(DataFolder data)
    {
        RecordedFrames source = new(data);
        FrameRecord frame = source.ReadFrames().Single(frame => frame.SampleToken == "drive-1-00");
        return Assert.Throws<InvalidInputException>(() => source.Cameras(frame));
    }

    private static void EditFirstFrame(DataFolder data, Action<JsonObject> edit)
    {
        string[] lines = File.ReadAllLines(data.Frames);
        JsonObject frame = JsonNode.Parse(lines[0])!.AsObject();
        edit(frame);
        lines[0] = frame.ToJsonString();
        File.WriteAllLines(data.Frames, lines);
    }
}
