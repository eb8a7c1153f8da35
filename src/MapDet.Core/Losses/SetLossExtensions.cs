using MapDet.Core.Contracts;

namespace MapDet.Core.Losses;

/// <summary>Hands losses out of the scope in which they were computed.</summary>
internal static class SetLossExtensions
{
    /// <summary>Moves the tensors to the scope around the current one.</summary>
    public static SetLoss MoveToOuterScope(this SetLoss loss) => loss with
    {
        Total = loss.Total.MoveToOuterDisposeScope(),
        Classification = loss.Classification.MoveToOuterDisposeScope(),
        Points = loss.Points.MoveToOuterDisposeScope(),
        Direction = loss.Direction.MoveToOuterDisposeScope(),
    };
}
