namespace MapDet.Stage2.Demo;

/// <summary>What the user asks of the demo.</summary>
/// <param name="Output">The folder that everything goes to.</param>
/// <param name="Budget">From the start of the process to its end.</param>
/// <param name="Steps">A fixed number of training steps instead, which gives the same numbers every time; null: as many as the budget allows.</param>
/// <param name="Seed">Decides world, weights and order.</param>
internal sealed record DemoOptions(string Output, TimeSpan Budget, int? Steps, long Seed);
