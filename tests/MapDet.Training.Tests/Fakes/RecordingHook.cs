using MapDet.Training.Loop;

namespace MapDet.Training.Tests.Fakes;

/// <summary>Writes down what it is called for, and acts after steps as a test wants.</summary>
internal sealed class RecordingHook(Action<TrainingContext>? afterStep = null) : ITrainingHook
{
    public List<string> Calls { get; } = [];

    public void BeforeStep(TrainingContext context) => Calls.Add($"before step {context.StepsMade + 1}");

    public void AfterStep(TrainingContext context, TrainingStep step)
    {
        Calls.Add($"after step {step.Step}");
        afterStep?.Invoke(context);
    }

    public void BeforeEvaluation(TrainingContext context) => Calls.Add($"before evaluation {context.StepsMade}");

    public void AfterEvaluation(TrainingContext context, EvaluationReport evaluation) => Calls.Add($"after evaluation {evaluation.Step}");

    public void BeforeCheckpoint(TrainingContext context) => Calls.Add($"before checkpoint {context.StepsMade}");

    public void AfterCheckpoint(TrainingContext context, string path) => Calls.Add($"after {Path.GetFileName(path)}");
}
