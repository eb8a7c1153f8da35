using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.NuScenes;
using MapDet.NuScenes.Synthesis;
using MapDet.Training;
using MapDet.Training.Loop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

string folder = Directory.CreateTempSubdirectory("mapdet-consumer-").FullName;
string dataRoot = Path.Combine(folder, "nuscenes");
string run = Path.Combine(folder, "run");
await new SyntheticWorldWriter(new SynthesisOptions
{
    Output = dataRoot,
    Scenes = [.. ScenePlan.ForVersion("v1.0-mini", 10).Where(scene => scene.Name is "scene-0061" or "scene-0103")],
    SamplesPerScene = 2,
    ImageWidth = 256,
    ImageHeight = 144,
}).WriteAsync();

using IHost host = Host.CreateApplicationBuilder(args)
    .AddMapDet(o => o.Preset = "tiny")
    .AddNuScenes(o =>
    {
        o.DataRoot = dataRoot;
        o.Version = "v1.0-mini";
        o.CacheFolder = Path.Combine(folder, "cache");
    })
    .AddStage2Training(o => o with { MaxSteps = 2, BatchSize = 2, OutputDirectory = run })
    .Build();
TrainingResult result = await host.Services.GetRequiredService<ITrainer>().TrainAsync();
Console.WriteLine($"trained {result.Steps} steps");

IMapDataset dataset = await host.Services.GetRequiredService<IMapDatasetProvider>().OpenAsync(DatasetRole.Validation);
using IMapDetector detector = MapDetector.Load(Path.Combine(run, "final_model.safetensors"));
IReadOnlyList<MapDetection> elements = await detector.DetectAsync(dataset[0].Frame);
Console.WriteLine($"detected {elements.Count} elements in metres, {string.Join(" ", elements.Take(3).Select(e => $"{e.Class} {e.Score:F3}"))}");
Directory.Delete(folder, recursive: true);
