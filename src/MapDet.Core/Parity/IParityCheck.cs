namespace MapDet.Core.Parity;

/// <summary>Compares one kind of computation with reference numbers from a file.</summary>
public interface IParityCheck
{
    /// <summary>What is compared, a few words.</summary>
    string Kind { get; }

    /// <summary>True for files that this check can run on.</summary>
    /// <param name="file">Any file.</param>
    bool Recognizes(ParityFile file);

    /// <summary>Runs the computation on the inputs of a file and compares the outcome with the file's.</summary>
    /// <param name="file">A file that <see cref="Recognizes"/> accepts.</param>
    /// <param name="cancellationToken">Stops between two results.</param>
    /// <returns>One result or more for each tensor compared.</returns>
    /// <exception cref="InvalidInputException">The file lacks something or holds what can't be used; file and tensor are named.</exception>
    IEnumerable<ParityResult> Run(ParityFile file, CancellationToken cancellationToken = default);
}
