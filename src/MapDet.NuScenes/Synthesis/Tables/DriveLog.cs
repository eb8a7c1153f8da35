using System.Globalization;
using MapDet.NuScenes.Maps;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>A recording session: several scenes of one location on one day.</summary>
/// <param name="Name">As nuScenes names its log files.</param>
/// <param name="Vehicle">n008 in Boston, n015 in Singapore.</param>
/// <param name="Location">Where.</param>
/// <param name="Start">When the first scene begins.</param>
internal sealed record DriveLog(string Name, string Vehicle, string Location, DateTimeOffset Start)
{
    /// <summary>Scenes a session.</summary>
    public const int Scenes = 20;

    /// <summary>The n-th session at a location, on a day of its own.</summary>
    public static DriveLog Create(string location, int number)
    {
        bool inBoston = location == "boston-seaport";
        TimeSpan zone = TimeSpan.FromHours(inBoston ? -4 : 8);
        int place = MapLocations.All.IndexOf(location);
        DateTimeOffset start = new DateTimeOffset(2018, 7, 2, 9 + place, 17, 33, zone).AddDays(number);
        string vehicle = inBoston ? "n008" : "n015";
        string name = string.Create(CultureInfo.InvariantCulture, $"{vehicle}-{start:yyyy-MM-dd-HH-mm-ss}{(inBoston ? "-0400" : "+0800")}");
        return new DriveLog(name, vehicle, location, start);
    }

    public string Date => Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>When a scene of the session begins, microseconds since 1970.</summary>
    /// <param name="scene">Its position in the session.</param>
    /// <param name="spacing">From the start of one scene to that of the next.</param>
    public long SceneStart(int scene, TimeSpan spacing) => (Start + (scene * spacing)).ToUnixTimeMilliseconds() * 1000;
}
