namespace MapDet.Stage2.Progress;

/// <summary>How far work is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 while unknown.</param>
/// <param name="Note">What stands behind the bar, such as the loss; null for nothing.</param>
/// <param name="Left">How long the rest will take; null: as the time so far lets expect.</param>
internal readonly record struct WorkDone(double Done, double Total, string? Note = null, TimeSpan? Left = null);
