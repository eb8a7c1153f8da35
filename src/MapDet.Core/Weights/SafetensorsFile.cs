using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>A safetensors file, open for reading. Its header is checked when it is opened, tensors are read one by one.</summary>
public sealed class SafetensorsFile : IWeightSource
{
    private const int BufferSize = 1 << 20;
    private readonly FileStream _stream;
    private readonly SafetensorsHeader _header;
    private readonly Lock _lock = new();
    private readonly Dictionary<torch.ScalarType, torch.Tensor?> _pages = [];

    private SafetensorsFile(string path, FileStream stream)
    {
        _stream = stream;
        Path = path;
        _header = SafetensorsHeader.Read(path, stream);
        Names = [.. _header.Tensors.Values.OrderBy(t => t.Offset).ThenBy(t => t.Name, StringComparer.Ordinal).Select(t => t.Name)];
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>The <c>__metadata__</c> of the file; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The names of its tensors in the order of their data.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">There is no such file, it can't be read, or it is no whole safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return new SafetensorsFile(path, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw InvalidInputException.Unreadable(path, e);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>True if the file holds a tensor of this name.</summary>
    public bool Contains(string name) => _header.Tensors.ContainsKey(name);

    /// <summary>Type and shape of a tensor.</summary>
    /// <exception cref="InvalidInputException">The file has no such tensor.</exception>
    public SafetensorsTensorInfo Info(string name) => _header.Tensors.TryGetValue(name, out SafetensorsTensorInfo? info)
        ? info
        : throw new InvalidInputException(Path, "the file has no such tensor", name);

    /// <inheritdoc/>
    WeightInfo IWeightSource.Info(string name) => Info(name);

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>A tensor on the CPU, of the file's type, in the current dispose scope; without one the caller disposes it.</returns>
    /// <exception cref="InvalidInputException">The file has no such tensor, or has become shorter since it was opened.</exception>
    public torch.Tensor Read(string name)
    {
        SafetensorsTensorInfo info = Info(name);
        torch.Tensor tensor = torch.empty(info.Shape.AsSpan(), info.DType);
        try
        {
            if (info.ByteLength > 0)
            {
                lock (_lock)
                {
                    _stream.Position = info.Offset;
                    tensor.ReadBytesFromStream(_stream, (int)Math.Min(BufferSize, info.ByteLength));
                }
            }
        }
        catch (IOException e)
        {
            tensor.Dispose();
            throw new InvalidInputException(Path, $"can't be read: {e.Message}", name, innerException: e);
        }

        return tensor;
    }

    /// <inheritdoc/>
    public torch.Tensor? Map(string name)
    {
        SafetensorsTensorInfo info = Info(name);
        if (info.ByteLength == 0)
        {
            return null;
        }

        long count = info.Shape.Aggregate(1L, (product, size) => product * size);
        long size = info.ByteLength / count;
        if (info.Offset % size != 0 || Pages(info.DType, size) is not { } pages)
        {
            return null;
        }

        using DisposeScope scope = torch.NewDisposeScope();
        return pages.narrow(0, info.Offset / size, count).view([.. info.Shape]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (torch.Tensor? pages in _pages.Values)
        {
            pages?.Dispose();
        }

        _stream.Dispose();
    }

    /// <summary>The whole file as numbers of one type; null where it can't be mapped.</summary>
    private torch.Tensor? Pages(torch.ScalarType type, long size)
    {
        lock (_lock)
        {
            if (!_pages.TryGetValue(type, out torch.Tensor? pages))
            {
                try
                {
                    pages = torch.from_file(Path, shared: false, _stream.Length / size, type).DetachFromDisposeScope();
                }
                catch (ExternalException)
                {
                    // Some file systems can't map; then tensors are read instead.
                    pages = null;
                }

                _pages.Add(type, pages);
            }

            return pages;
        }
    }
}
