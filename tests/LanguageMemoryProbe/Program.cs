using System.Diagnostics;
using System.Globalization;
using MapDet.Core.Language;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;

// Arguments: how the weights are kept; true to compute layers again in the backward pass.
LanguageOptions options = new()
{
    HiddenSize = 512,
    NumHiddenLayers = 16,
    NumAttentionHeads = 8,
    NumKeyValueHeads = 8,
    IntermediateSize = 1376,
    VocabSize = 0,
    FixedPromptLength = 8,
    Weights = Enum.Parse<LanguageWeights>(args[0]),
};
MapQueryOptions mapQueries = new() { NumInstances = 12, NumPoints = 20 };
using (torch.Tensor loaded = torch.zeros(1))
{
    // The libraries are there before the first measurement.
}

long before = Resident();
using InitialWeights weights = InitialWeights.FromSeed(1);
using LlamaLanguageModel model = new(options, weights, checkpointActivations: bool.Parse(args[1]));
foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
{
    parameter.requires_grad = false;
}

long built = Resident();
using (DisposeScope scope = torch.NewDisposeScope())
{
    torch.Tensor queries = torch.randn(1, mapQueries.Total, options.HiddenSize).requires_grad_();
    torch.Tensor scene = torch.randn(1, 48, options.HiddenSize).requires_grad_();
    MapAttention attention = MapAttention.Create(model.PromptLength + 48, mapQueries);
    model.Run(scene, queries, attention).Queries.square().sum().backward();
}

using Process process = Process.GetCurrentProcess();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{built - before} {process.PeakWorkingSet64 - before}"));

static long Resident()
{
    using Process self = Process.GetCurrentProcess();
    return self.WorkingSet64;
}
