using System.Collections.Immutable;
using System.Globalization;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Decoding.Refinement;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Detection.Pretrained;

/// <summary>Map queries and map decoder of the original system, as its <c>.pth</c> files hold them, alone or within a whole model.</summary>
/// <remarks>Source: the original system's <c>map_queries.py</c> and <c>map_decoder.py</c> for names and shapes.</remarks>
public static class OriginalMapWeights
{
    private const string QueriesMark = "instance_content";
    private const string DecoderMark = "cls_head.head.0.weight";

    // The number of heads is a constant in the original's code, and no shape shows it.
    private const int Heads = 4;

    /// <summary>Takes number and sizes of queries and decoder from the weights.</summary>
    /// <param name="options">What the weights say nothing of.</param>
    /// <param name="path">The file, or a folder with weights.</param>
    /// <exception cref="InvalidInputException">It is damaged, or holds no such queries or decoder.</exception>
    public static MapDetOptions Fit(MapDetOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IWeightSource source = CheckpointFolder.Open(path);
        string queries = Prefix(source, QueriesMark);
        string decoder = Prefix(source, DecoderMark);
        ImmutableArray<long> content = Shape(source, $"{queries}point_content", 3);
        int Size(string name, int dimensions = 2) => (int)Shape(source, decoder + name, dimensions)[0];
        return options with
        {
            Queries = options.Queries with
            {
                NumInstances = (int)content[0],
                NumPoints = (int)content[1],
                PointsInLanguageModel = true,
                UseSinusoidalPointPositions = !source.Contains($"{queries}point_position.weight"),
            },
            Decoder = options.Decoder with
            {
                Kind = DecoderKind.Refinement,
                HiddenSize = Size("point_reducer.reducer.1.linear.weight"),
                NumLayers = Count(source, i => $"{decoder}point_head.refine_layers.{i}.offset_scale"),
                NumAttentionHeads = Heads,
                Refinement = options.Decoder.Refinement with
                {
                    InstanceReductionSizes = [.. ReductionSizes(source, decoder).SkipLast(1)],
                    PointReductionSize = Size("point_reducer.reducer.0.linear.weight"),
                    InitialPointsSize = Size("point_head.init_points_head.point_proj.1.weight"),
                    CoordinateSize = Size("point_head.coord_encoder.proj.weight"),
                    OrderSize = (int)Shape(source, $"{decoder}point_head.order_embedding.embed.weight", 2)[1],
                    OffsetHiddenSize = Size("point_head.refine_layers.0.offset_mlp.1.weight"),
                },
            },
        };
    }

    /// <summary>Fills queries and decoder.</summary>
    /// <param name="path">The file, or a folder with weights.</param>
    /// <param name="queries">The map queries.</param>
    /// <param name="decoder">A <see cref="RefinementMapDecoder"/>.</param>
    /// <returns>What was loaded; what else the file holds counts as unexpected.</returns>
    /// <exception cref="InvalidInputException">It is damaged, or a name or shape does not fit.</exception>
    public static WeightLoadReport Load(string path, torch.nn.Module queries, torch.nn.Module decoder)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(decoder);
        using IWeightSource source = CheckpointFolder.Open(path);
        string queriesPrefix = Prefix(source, QueriesMark);
        string decoderPrefix = Prefix(source, DecoderMark);
        NamedParameter[] targets = [.. Named(queries, queriesPrefix), .. Named(decoder, decoderPrefix)];
        bool IsOther(string name) => !(Belongs(name, queriesPrefix, decoderPrefix) || Belongs(name, decoderPrefix, queriesPrefix));
        return WeightLoader.Load(source, targets, mayBeLeftOver: IsOther);
    }

    /// <summary>True for a name behind a prefix, and not behind the other one where that is the longer of both.</summary>
    private static bool Belongs(string name, string prefix, string other) => name.StartsWith(prefix, StringComparison.Ordinal)
        && !(other.Length > prefix.Length && name.StartsWith(other, StringComparison.Ordinal));

    private static IEnumerable<NamedParameter> Named(torch.nn.Module module, string prefix) =>
        module.named_parameters().Select(p => new NamedParameter(prefix + p.name, p.parameter))
            .Concat(module.named_buffers(include_nonpersistent: false).Select(b => new NamedParameter(prefix + b.name, b.buffer)));

    /// <summary>What stands before the names of a part, known by one of them.</summary>
    private static string Prefix(IWeightSource source, string mark)
    {
        string[] found = [.. source.Names.Where(name => name == mark || name.EndsWith('.' + mark, StringComparison.Ordinal))];
        return found.Length == 1
            ? found[0][..^mark.Length]
            : throw new InvalidInputException(source.Path, $"holds {found.Length} tensors of this name, so it is no file of the original system's map queries and decoder", mark);
    }

    private static ImmutableArray<long> Shape(IWeightSource source, string name, int dimensions) =>
        source.Info(name).Shape is var shape && shape.Length == dimensions && shape.All(size => size is > 0 and <= int.MaxValue)
            ? shape
            : throw new InvalidInputException(source.Path, $"has the shape [{string.Join(", ", source.Info(name).Shape)}], not {dimensions} dimensions", name);

    private static int Count(IWeightSource source, Func<string, string> name) =>
        Enumerable.Range(0, source.Names.Length).TakeWhile(i => source.Contains(name(i.ToString(CultureInfo.InvariantCulture)))).Count();

    private static IEnumerable<int> ReductionSizes(IWeightSource source, string decoder)
    {
        int steps = Count(source, i => $"{decoder}inst_reducer.reducer.{i}.linear.weight");
        return Enumerable.Range(0, steps).Select(i => (int)Shape(source, $"{decoder}inst_reducer.reducer.{i}.linear.weight", 2)[0]);
    }
}
