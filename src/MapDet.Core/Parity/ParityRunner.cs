using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Parity;

/// <summary>Finds the check of each file and runs it.</summary>
/// <param name="checks">What can be compared; the first that recognises a file takes it.</param>
public sealed class ParityRunner(IReadOnlyList<IParityCheck> checks)
{
    private const string FixtureKey = "fixture";

    /// <summary>Compares files and the files of folders, one after the other.</summary>
    /// <param name="paths">Files, which have to be known, and folders, whose unknown files are skipped.</param>
    /// <param name="cancellationToken">Stops between two results.</param>
    /// <returns>A report a file, each made when it is asked for.</returns>
    /// <exception cref="MapDetException">A path does not exist, no check knows a file named, or a file can't be used.</exception>
    public IEnumerable<ParityReport> Run(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.SelectMany(path => Directory.Exists(path) ? RunFolder(path, cancellationToken) : [RunNamed(path, cancellationToken)]);
    }

    private IEnumerable<ParityReport> RunFolder(string folder, CancellationToken cancellationToken)
    {
        bool isAnyKnown = false;
        foreach (string path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            ParityReport report = Directory.Exists(path) ? Skip(path, "a folder; name it to compare what is in it") : RunFile(path, cancellationToken);
            isAnyKnown |= report.SkipReason is null;
            yield return report;
        }

        if (!isAnyKnown)
        {
            throw new MapDetException($"{folder}: the folder holds no file with reference numbers.");
        }
    }

    private ParityReport RunNamed(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new MapDetException($"{path}: there is no such file or folder.");
        }

        ParityReport report = RunFile(path, cancellationToken);
        return report.SkipReason is null ? report : throw new InvalidInputException(path, $"can't be compared: {report.SkipReason}");
    }

    private ParityReport RunFile(string path, CancellationToken cancellationToken)
    {
        using ParityFile file = new(path);
        if (checks.FirstOrDefault(c => c.Recognizes(file)) is not { } check)
        {
            return Skip(path, WhyUnknown(file));
        }

        using DisposeScope scope = torch.NewDisposeScope();
        ImmutableArray<ParityResult> results = [.. check.Run(file, cancellationToken)];
        return new ParityReport(path, check.Kind, SkipReason: null, results, NotCompared(file, results));
    }

    private static string WhyUnknown(ParityFile file) => file.IsSafetensors && file.Tensors.Metadata.TryGetValue(FixtureKey, out string? fixture)
        ? $"a fixture of '{fixture}', for which this version has no check"
        : "no reference numbers";

    private static ImmutableArray<string> NotCompared(ParityFile file, ImmutableArray<ParityResult> results)
    {
        HashSet<string> compared = [.. results.Select(r => r.Tensor)];
        return [.. file.References().Where(name => !compared.Contains(name)).Order(StringComparer.Ordinal)];
    }

    private static ParityReport Skip(string path, string reason) => new(path, Kind: null, reason, [], []);
}
