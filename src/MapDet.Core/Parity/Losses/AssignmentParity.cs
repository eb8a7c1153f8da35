using MapDet.Core.Losses;
using TorchSharp;

namespace MapDet.Core.Parity.Losses;

/// <summary>The assignment of least cost, its choice among ties included: <c>assignment.safetensors</c>.</summary>
public sealed class AssignmentParity : IParityCheck
{
    /// <inheritdoc/>
    public string Kind => "assignment";

    /// <inheritdoc/>
    public bool Recognizes(ParityFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file is { IsSafetensors: true, Name: "assignment" };
    }

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(ParityFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.CasesUntil(cancellationToken).SelectMany(name => RunCase(file, name));
    }

    private static IEnumerable<ParityResult> RunCase(ParityFile file, string name)
    {
        torch.Tensor matrix = file.Floats($"{name}.cost", -1, -1);
        (int rows, int columns) = ((int)matrix.shape[0], (int)matrix.shape[1]);
        if (rows == 0 || columns == 0 || !matrix.isfinite().all().item<bool>())
        {
            throw new InvalidInputException(file.Path, "holds no costs, or some that are not finite", $"{name}.cost");
        }

        float[] cost = matrix.data<float>().ToArray();
        int[] columnOfRow = LinearAssignment.Solve(cost, rows, columns);
        double total = Enumerable.Range(0, rows).Where(row => columnOfRow[row] >= 0).Sum(row => (double)cost[(row * columns) + columnOfRow[row]]);
        torch.Tensor expected = file.Integers($"{name}.column_of_row", rows);
        yield return Deviation.Different($"{name}.column_of_row", expected, torch.tensor(columnOfRow.Select(c => (long)c).ToArray()));
        yield return Deviation.Absolute($"{name}.total", file.Floats($"{name}.total", 1), torch.tensor([(float)total]), absolute: 0);
    }
}
