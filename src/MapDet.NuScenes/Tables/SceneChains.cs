using System.Collections.Immutable;
using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>Joins scenes, logs and samples by walking each scene from its first sample to its last.</summary>
internal sealed class SceneChains(TableFiles files, SceneTables tables)
{
    private readonly SampleRecord?[] _records = new SampleRecord?[tables.Samples.Count];

    /// <summary>The scenes in the order of their table.</summary>
    /// <exception cref="InvalidInputException">A relation leads nowhere, a chain runs in a circle or passes a sample by.</exception>
    public ImmutableArray<SceneRecord> Join()
    {
        ImmutableArray<SceneRecord> scenes = [.. tables.Scenes.Records.Select(Join)];
        int orphan = Array.IndexOf(_records, null);
        if (orphan >= 0)
        {
            SampleRow sample = tables.Samples[orphan];
            throw SampleFault("the chain of samples of no scene comes past this sample.", sample, "scene_token");
        }

        return scenes;
    }

    private SceneRecord Join(SceneRow scene)
    {
        if (!tables.Logs.TryFind(scene.Log, out int log))
        {
            throw files.Unknown(SceneTables.SceneTable, scene.Token, "log_token", scene.Log, SceneTables.LogTable);
        }

        ImmutableArray<SampleRecord> samples = Walk(scene);
        if (samples.Length != scene.SampleCount)
        {
            throw SceneFault($"the scene has {samples.Length} samples, not {scene.SampleCount}.", scene, "nbr_samples");
        }

        return new SceneRecord(files.Texts.Text(scene.Token), scene.Name, scene.Description, tables.Logs.Records[log], samples);
    }

    private ImmutableArray<SampleRecord> Walk(SceneRow scene)
    {
        if (!tables.TryFindSample(scene.FirstSample, out int index))
        {
            throw files.Unknown(SceneTables.SceneTable, scene.Token, "first_sample_token", scene.FirstSample, SceneTables.SampleTable);
        }

        ImmutableArray<SampleRecord>.Builder samples = ImmutableArray.CreateBuilder<SampleRecord>();
        RecordToken previous = RecordToken.None;
        while (true)
        {
            SampleRow sample = tables.Samples[index];
            if (sample.Scene != scene.Token)
            {
                throw SampleFault($"the sample lies in the chain of scene {scene.Name}, but names another scene.", sample, "scene_token");
            }

            if (sample.Previous != previous)
            {
                string expected = previous.IsNone ? "no sample" : $"'{files.Texts.Text(previous)}'";
                throw SampleFault($"in scene {scene.Name} {expected} comes before this sample.", sample, "prev");
            }

            samples.Add(_records[index] = new SampleRecord(files.Texts.Text(sample.Token), sample.Timestamp, index));
            if (sample.Next.IsNone)
            {
                return sample.Token == scene.LastSample
                    ? samples.ToImmutable()
                    : throw SceneFault("the chain of samples ends elsewhere.", scene, "last_sample_token");
            }

            if (!tables.TryFindSample(sample.Next, out int next))
            {
                throw files.Unknown(SceneTables.SampleTable, sample.Token, "next", sample.Next, SceneTables.SampleTable);
            }

            if (_records[next] is not null)
            {
                throw SampleFault($"the chain of samples of scene {scene.Name} runs in a circle.", sample, "next");
            }

            (previous, index) = (sample.Token, next);
        }
    }

    private InvalidInputException SceneFault(string problem, SceneRow scene, string field) =>
        files.Fault(SceneTables.SceneTable, problem, scene.Token, field);

    private InvalidInputException SampleFault(string problem, SampleRow sample, string field) =>
        files.Fault(SceneTables.SampleTable, problem, sample.Token, field);
}
