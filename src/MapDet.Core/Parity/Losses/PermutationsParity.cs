using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using TorchSharp;

namespace MapDet.Core.Parity.Losses;

/// <summary>Equivalent point orders: <c>permutations.safetensors</c>.</summary>
public sealed class PermutationsParity : IParityCheck
{
    private const double Limit = 1e-5;
    private static readonly PerceptionRange Range = PerceptionRange.Default;

    private static readonly ImmutableArray<(string Name, PointOrderPattern Pattern)> Patterns =
    [
        ("v1", PointOrderPattern.ForwardShifts),
        ("v2", PointOrderPattern.VertexShifts),
        ("v3", PointOrderPattern.VertexShiftsBothDirections),
        ("v4", PointOrderPattern.AllShifts),
    ];

    /// <inheritdoc/>
    public string Kind => "point orders";

    /// <inheritdoc/>
    public bool Recognizes(ParityFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file is { IsSafetensors: true, Name: "permutations" };
    }

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(ParityFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.CasesUntil(cancellationToken).SelectMany(name => RunCase(file, name));
    }

    private static IEnumerable<ParityResult> RunCase(ParityFile file, string name)
    {
        torch.Tensor expectedPoints = file.Floats($"{name}.points", -1, 2);
        MapElement element = Sample(file.Floats($"{name}.vertices", -1, 2), (int)expectedPoints.shape[0]);
        int points = element.Points.Length;
        torch.Tensor isClosed = torch.tensor([element.IsClosed ? 1L : 0L]);
        yield return Deviation.Different($"{name}.closed", file.Integers($"{name}.closed", 1), isClosed);
        yield return Deviation.Absolute($"{name}.points", expectedPoints, torch.tensor(element.PointArray(), [points, 2]), Limit);
        if (file.Tensors.Contains($"{name}.v0"))
        {
            PointOrders sampled = new(PointOrderPattern.AllShifts, Range);
            PointOrderTable table = sampled.IsRing(element) ? PointOrderTable.RolledRight(points) : PointOrderTable.Open(points);
            yield return CompareOrders(file, $"{name}.v0", new PointOrderSet(points, table.Apply(element.PointArray())));
            yield return CompareCount(file, $"{name}.v0_padded_to", points);
        }

        foreach ((string pattern, PointOrders orders) in Patterns.Select(p => (p.Name, new PointOrders(p.Pattern, Range)))
            .Where(p => file.Tensors.Contains($"{name}.{p.Name}")))
        {
            foreach (ParityResult result in ComparePattern(file, $"{name}.{pattern}", orders, element))
            {
                yield return result;
            }
        }
    }

    private static IEnumerable<ParityResult> ComparePattern(ParityFile file, string name, PointOrders orders, MapElement element)
    {
        if (file.Tensors.Contains($"{name}_all"))
        {
            PointOrderSet candidates = orders.Candidates(element);
            yield return CompareOrders(file, $"{name}_all", candidates);
            yield return CompareOrders(file, name, Drawn(file, $"{name}_drawn", candidates));
        }
        else
        {
            yield return CompareOrders(file, name, orders.Of(element));
        }

        if (file.Tensors.Contains($"{name}_padded_to"))
        {
            yield return CompareCount(file, $"{name}_padded_to", orders.MaxCount(element.Points.Length));
        }
    }

    /// <summary>The candidates that the reference drew at random.</summary>
    private static PointOrderSet Drawn(ParityFile file, string name, PointOrderSet candidates)
    {
        long[] drawn = file.Integers(name, -1).data<long>().ToArray();
        if (drawn.FirstOrDefault(d => d < 0 || d >= candidates.Count, -1) is not -1 and long outside)
        {
            throw new InvalidInputException(file.Path, $"draws {outside} from {candidates.Count} orders", name);
        }

        return new PointOrderSet(candidates.Points, [.. drawn.SelectMany(d => candidates[(int)d].ToArray())]);
    }

    private static ParityResult CompareOrders(ParityFile file, string name, PointOrderSet orders) => Deviation.Absolute(
        name, file.Floats(name, -1, -1, 2), torch.tensor(orders.Metres.ToArray(), [orders.Count, orders.Points, 2]), Limit);

    private static ParityResult CompareCount(ParityFile file, string name, int count) =>
        Deviation.Different(name, file.Integers(name, 1), torch.tensor([(long)count]));

    /// <summary>As ground truth is sampled: in float64, rounded to float32, then clamped.</summary>
    private static MapElement Sample(torch.Tensor vertices, int points)
    {
        float[] values = vertices.data<float>().ToArray();
        Polyline line = new([.. values.Chunk(2).Select(p => new Point2(p[0], p[1]))]);
        return new MapElement(
            MapClass.Boundary,
            line,
            [.. line.Resample(points).Select(p => new Point2(
                Math.Clamp((float)p.X, Range.XMin, Range.XMax), Math.Clamp((float)p.Y, Range.YMin, Range.YMax)))]);
    }
}
