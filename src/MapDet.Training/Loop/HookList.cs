using System.Collections.Immutable;

namespace MapDet.Training.Loop;

/// <summary>Calls all hooks of a run.</summary>
internal sealed class HookList(IEnumerable<ITrainingHook> hooks, TrainingContext context)
{
    private readonly ImmutableArray<ITrainingHook> _hooks = [.. hooks];

    /// <summary>What the hooks see and ask for.</summary>
    public TrainingContext Context => context;

    public void Call(int stepsMade, Action<ITrainingHook, TrainingContext> call)
    {
        context.StepsMade = stepsMade;
        foreach (ITrainingHook hook in _hooks)
        {
            call(hook, context);
        }
    }
}
