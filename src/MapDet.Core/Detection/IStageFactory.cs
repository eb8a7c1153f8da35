namespace MapDet.Core.Detection;

/// <summary>Builds one stage of the model.</summary>
/// <typeparam name="TStage">
/// The stage's contract, such as <see cref="Contracts.IMapDecoder"/>. What is built is a TorchSharp module as well.
/// </typeparam>
public interface IStageFactory<out TStage>
    where TStage : class
{
    /// <summary>Builds the stage with fresh weights.</summary>
    /// <param name="context">Options and source of randomness.</param>
    /// <exception cref="MapDetException">The stage can't be built from these options.</exception>
    TStage Create(StageContext context);
}
