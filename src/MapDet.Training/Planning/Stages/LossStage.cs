using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Losses;
using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Planning.Stages;

/// <summary>Matching and loss of all decoder layers, operation by operation.</summary>
/// <param name="options">The model.</param>
internal sealed class LossStage(MapDetOptions options)
{
    // As many elements as a busy sample of nuScenes has.
    private const long ElementsOfSample = 15;

    /// <summary>The loss of the predictions.</summary>
    public VirtualTensor Compute(MemoryTape tape, VirtualTensor predictions, long batch) => tape.Stage("loss", () =>
    {
        long rows = batch * options.Decoder.NumLayers * options.Queries.NumInstances;
        long elements = Math.Min(ElementsOfSample, options.Queries.NumInstances);
        long matched = batch * options.Decoder.NumLayers * elements;
        int points = options.Queries.NumPoints;
        int orders = new PointOrders(options.Criterion.PointOrders, options.Range).MaxCount(points);
        VirtualTensor all = tape.Part(predictions, rows, points, 2);
        VirtualTensor logits = tape.Part(predictions, rows, MapClasses.Count);

        // Distances of each prediction to each order of each element.
        tape.Borrow(rows * elements * orders * 4);
        VirtualTensor focal = tape.Multiply(tape.FunctionOfOutput(tape.Add(logits)), tape.FunctionOfInput(tape.Add(logits)));
        VirtualTensor chosen = tape.Create([matched, points, 2], requiresGradient: true);
        tape.Record(new TapeNode { Inputs = [all], Output = chosen });
        VirtualTensor difference = tape.FunctionOfInput(tape.Add(chosen));
        VirtualTensor edges = tape.FunctionOfInput(tape.Multiply(tape.Add(chosen), tape.Add(chosen)));
        if (options.Criterion.CurveWeight > 0)
        {
            // The place on the other curve that is nearest to each point, of all its segments.
            tape.Borrow(matched * points * (points - 1) * 2 * 4 * 5);
            edges = tape.Add(edges, tape.Multiply(tape.Add(chosen), tape.Add(chosen)));
        }

        return tape.Add(tape.Part(difference, 1), tape.Add(tape.Part(edges, 1), tape.Part(focal, 1)));
    });
}
