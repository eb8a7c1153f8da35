using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Evaluation;

/// <summary>A set of <c>chamfer_ap</c>.</summary>
internal sealed class ChamferFixture
{
    public ChamferFixture(string set)
    {
        Predictions = GoldenTensors.PathOf("losses", "chamfer_ap", set, "nuscmap_results.json");
        Annotations = GoldenTensors.PathOf("losses", "chamfer_ap", set, "nuscenes_map_anns_val.json");
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(GoldenTensors.PathOf("losses", "chamfer_ap", set, "expected.json")));
        Expected = expected.RootElement.Clone();
    }

    public string Predictions { get; }

    public string Annotations { get; }

    public JsonElement Expected { get; }

    public JsonElement Stable => Expected.GetProperty("stable");

    public JsonElement Outcomes(MapClass mapClass) => Expected.GetProperty("predictions").GetProperty(mapClass.Name());

    public IEnumerable<(SampleDetections Found, SampleAnnotations There)> Samples() =>
        MapTrResultsFile.Read(Predictions).Zip(MapTrAnnotationsFile.Read(Annotations));
}
