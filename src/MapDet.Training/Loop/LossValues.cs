namespace MapDet.Training.Loop;

/// <summary>The loss of a step, its terms weighted and summed over layers and samples.</summary>
/// <param name="Classification">Focal loss.</param>
/// <param name="Points">L1 distance of the points.</param>
/// <param name="Direction">Cosine of the edges.</param>
public readonly record struct LossValues(double Classification, double Points, double Direction)
{
    /// <summary>The sum of the three terms.</summary>
    public double Total => Classification + Points + Direction;

    /// <summary>True if every term is a number.</summary>
    public bool IsFinite => double.IsFinite(Total);

    /// <summary>Adds term by term.</summary>
    public static LossValues operator +(LossValues left, LossValues right) =>
        new(left.Classification + right.Classification, left.Points + right.Points, left.Direction + right.Direction);

    /// <summary>Adds term by term.</summary>
    public static LossValues Add(LossValues left, LossValues right) => left + right;
}
