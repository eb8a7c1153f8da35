namespace MapDet.Core.Detection;

/// <summary>A stage factory made of a function.</summary>
/// <param name="create">Builds the stage.</param>
/// <typeparam name="TStage">The stage's contract.</typeparam>
public sealed class DelegateStageFactory<TStage>(Func<StageContext, TStage> create) : IStageFactory<TStage>
    where TStage : class
{
    /// <inheritdoc/>
    public TStage Create(StageContext context) => create(context);
}
