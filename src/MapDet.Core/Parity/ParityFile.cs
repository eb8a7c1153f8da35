using System.Collections.Immutable;
using MapDet.Core.Parity.Models;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity;

/// <summary>A file that may hold reference numbers, and checked access to them.</summary>
/// <param name="path">The file.</param>
public sealed class ParityFile(string path) : IDisposable
{
    private const string Extension = ".safetensors";
    private SafetensorsFile? _tensors;

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Its name without folder and extension.</summary>
    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    /// <summary>True for a safetensors file, going by its name.</summary>
    public bool IsSafetensors { get; } = path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Its tensors; opened when first asked for.</summary>
    /// <exception cref="InvalidInputException">It is no whole safetensors file.</exception>
    public SafetensorsFile Tensors => _tensors ??= SafetensorsFile.Open(Path);

    /// <summary>The names under which the file keeps its cases.</summary>
    /// <exception cref="InvalidInputException">The file does not list its cases.</exception>
    public ImmutableArray<string> Cases => List("cases");

    /// <summary>The same, one after the other until the work is cancelled.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">The file does not list its cases.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal IEnumerable<string> CasesUntil(CancellationToken cancellationToken) => Cases.Select(name =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return name;
    });

    /// <summary>A comma-separated list of the file's metadata.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="InvalidInputException">The metadata has no such entry.</exception>
    public ImmutableArray<string> List(string key) => [.. Metadata(key).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>An entry of the file's metadata.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="InvalidInputException">The metadata has no such entry.</exception>
    public string Metadata(string key) => Tensors.Metadata.TryGetValue(key, out string? value)
        ? value
        : throw new InvalidInputException(Path, "the metadata has no such entry", field: key);

    /// <summary>Reads a float32 tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">What its shape must be; -1 for any length.</param>
    /// <returns>A tensor of the current dispose scope.</returns>
    /// <exception cref="InvalidInputException">It is missing, or of another type or shape.</exception>
    public torch.Tensor Floats(string name, params ReadOnlySpan<long> shape) => Read(name, torch.float32, shape);

    /// <summary>Reads an int64 tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">What its shape must be; -1 for any length.</param>
    /// <returns>A tensor of the current dispose scope.</returns>
    /// <exception cref="InvalidInputException">It is missing, or of another type or shape.</exception>
    public torch.Tensor Integers(string name, params ReadOnlySpan<long> shape) => Read(name, torch.int64, shape);

    /// <summary>Reads a tensor of bytes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">What its shape must be; -1 for any length.</param>
    /// <returns>A tensor of the current dispose scope.</returns>
    /// <exception cref="InvalidInputException">It is missing, or of another type or shape.</exception>
    public torch.Tensor Bytes(string name, params ReadOnlySpan<long> shape) => Read(name, torch.uint8, shape);

    /// <summary>A whole number that counts something.</summary>
    /// <param name="tensor">One dimension, int64.</param>
    /// <param name="position">Which of its numbers.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="end">What the number must be less than.</param>
    /// <exception cref="InvalidInputException">It lies outside of [0, <paramref name="end"/>).</exception>
    internal int Index(torch.Tensor tensor, long position, string name, int end)
    {
        long value = tensor[position].item<long>();
        return value >= 0 && value < end
            ? (int)value
            : throw new InvalidInputException(Path, $"holds {value}, which is not in 0 to {end - 1}", name);
    }

    /// <summary>The file of the given name in the same folder.</summary>
    /// <param name="name">Without extension.</param>
    /// <exception cref="InvalidInputException">There is no such file.</exception>
    public ParityFile Neighbour(string name)
    {
        string neighbour = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path) ?? "", name + Extension);
        return File.Exists(neighbour)
            ? new ParityFile(neighbour)
            : throw new InvalidInputException(Path, $"its inputs are missing: there is no {neighbour}");
    }

    /// <summary>The tensors for which the file itself says how far off they may be; none if it says nothing.</summary>
    internal IEnumerable<string> References() => IsSafetensors && Tensors.Metadata.ContainsKey(ModelTolerances.Key)
        ? ModelTolerances.Read(this).Names
        : [];

    /// <inheritdoc/>
    public void Dispose() => _tensors?.Dispose();

    private torch.Tensor Read(string name, torch.ScalarType type, ReadOnlySpan<long> shape)
    {
        SafetensorsTensorInfo info = Tensors.Info(name);
        if (info.DType != type)
        {
            throw new InvalidInputException(Path, $"is of type {info.DType}, not {type}", name);
        }

        if (!Fits(info.Shape, shape))
        {
            throw new InvalidInputException(Path, $"has the shape [{string.Join(", ", info.Shape)}], not [{string.Join(", ", shape.ToArray())}]", name);
        }

        return Tensors.Read(name);
    }

    private static bool Fits(ImmutableArray<long> actual, ReadOnlySpan<long> expected)
    {
        bool fits = actual.Length == expected.Length;
        for (int i = 0; fits && i < expected.Length; i++)
        {
            fits = expected[i] < 0 || expected[i] == actual[i];
        }

        return fits;
    }
}
