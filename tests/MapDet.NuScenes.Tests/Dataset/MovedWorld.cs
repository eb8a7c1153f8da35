using System.Text.Json;
using System.Text.Json.Nodes;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Dataset;

/// <summary>A copy of a data set's tables and maps in which every pose and every place has been moved by the same rigid motion.</summary>
internal static class MovedWorld
{
    /// <summary>Writes the copy; pictures stay where they are.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="target">The folder for the copy.</param>
    /// <param name="motion">A turn about the vertical and a shift.</param>
    /// <param name="version">The version of the tables.</param>
    public static void Write(string source, string target, RigidTransform motion, string version = NuScenesVersions.Mini)
    {
        Directory.CreateDirectory(Path.Combine(target, version));
        foreach (string table in Directory.EnumerateFiles(Path.Combine(source, version)))
        {
            File.Copy(table, Path.Combine(target, version, Path.GetFileName(table)));
        }

        string egoPoses = Path.Combine(target, version, "ego_pose.json");
        Edit(egoPoses, egoPoses, poses =>
        {
            foreach (JsonNode? pose in poses.AsArray())
            {
                Move(pose!, motion);
            }
        });
        foreach (string map in Directory.EnumerateFiles(Path.GetDirectoryName(MapExpansionStore.FilePath(source, "any"))!, "*.json"))
        {
            string moved = MapExpansionStore.FilePath(target, Path.GetFileNameWithoutExtension(map));
            Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
            Edit(map, moved, layers =>
            {
                foreach (JsonNode? node in layers["node"]!.AsArray())
                {
                    Point3 place = motion.Apply(new Point3(node!["x"]!.GetValue<double>(), node["y"]!.GetValue<double>(), 0));
                    (node["x"], node["y"]) = (place.X, place.Y);
                }
            });
        }
    }

    private static void Edit(string from, string to, Action<JsonNode> change)
    {
        JsonNode content = JsonNode.Parse(File.ReadAllText(from))!;
        change(content);
        File.WriteAllText(to, content.ToJsonString());
    }

    private static void Move(JsonNode pose, RigidTransform motion)
    {
        double[] q = pose["rotation"]!.Deserialize<double[]>()!;
        double[] t = pose["translation"]!.Deserialize<double[]>()!;
        Point3 place = motion.Apply(new Point3(t[0], t[1], t[2]));

        // The product of two quaternions, the left one a turn about the vertical.
        (double sin, double cos) = Math.SinCos(motion.Yaw / 2);
        pose["rotation"] = new JsonArray((cos * q[0]) - (sin * q[3]), (cos * q[1]) - (sin * q[2]), (cos * q[2]) + (sin * q[1]), (cos * q[3]) + (sin * q[0]));
        pose["translation"] = new JsonArray(place.X, place.Y, place.Z);
    }
}
