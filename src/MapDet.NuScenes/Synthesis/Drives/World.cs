using System.Collections.Immutable;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Synthesis.Roads;

namespace MapDet.NuScenes.Synthesis.Drives;

/// <summary>Towns and the drives through them.</summary>
/// <param name="Towns">One for each official location, also for those that no scene uses.</param>
/// <param name="Drives">One for each scene, in order.</param>
internal sealed record World(ImmutableArray<Town> Towns, ImmutableArray<SceneDrive> Drives)
{
    private const double SlowestCruise = 4;
    private const double FastestCruise = 11;
    private const double Reserve = 12;

    /// <summary>Builds towns and drives.</summary>
    /// <param name="options">Scenes, key frames and seed.</param>
    /// <param name="townLength">Metres of driving that every town is built for; null: what the drives need to repeat no place.</param>
    public static World Create(SynthesisOptions options, double? townLength = null)
    {
        double duration = (options.SamplesPerScene - 1) * SceneDrive.Interval;
        double usualLength = ((SlowestCruise + FastestCruise) / 2 * duration) + Reserve;
        ImmutableArray<Town> towns =
        [
            .. MapLocations.All.Select(location => TownBuilder.Build(
                options.Seed, location, townLength ?? (usualLength * options.Scenes.Count(scene => scene.Location == location)))),
        ];
        Dictionary<string, RoutePlanner> planners = towns.ToDictionary(
            town => town.Location,
            town => new RoutePlanner(town, usualLength, StableRandom.For(options.Seed, $"{town.Location}/routes")));
        return new World(towns, [.. options.Scenes.Select(CreateDrive)]);

        SceneDrive CreateDrive(SyntheticScene scene, int index)
        {
            StableRandom random = StableRandom.For(options.Seed, $"drive/{scene.Name}");
            double speed = random.Between(SlowestCruise, FastestCruise);
            Route route = planners[scene.Location].Next((speed * (duration + (2 * VehicleMotion.Lead))) + Reserve);
            return new SceneDrive(
                index,
                scene,
                towns.Single(town => town.Location == scene.Location),
                SensorRig.Draw(options.ImageWidth, options.ImageHeight, random),
                new VehicleMotion(route, speed, duration, random),
                options.SamplesPerScene);
        }
    }
}
