using System.Collections.Immutable;
using MapDet.Core.Weights.PyTorch;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>
/// A file of PyTorch's <c>torch.save</c>, open for reading: tensors by name, those of nested dictionaries with their names joined by dots. Its pickle can make
/// tensors and nothing else; whatever else it refers to is refused by name, and nothing of it is run.
/// </summary>
public sealed class PyTorchFile : IWeightSource
{
    private const int BufferSize = 1 << 20;
    private readonly IStorageData _data;
    private readonly Dictionary<string, TensorReference> _tensors;
    private readonly Lock _lock = new();

    private PyTorchFile(string path, IStorageData data, PickleContents contents)
    {
        Path = path;
        _data = data;
        _tensors = new Dictionary<string, TensorReference>(contents.Tensors, StringComparer.Ordinal);
        Names = [.. contents.Tensors.Select(t => t.Key)];
        Values = contents.Values;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> Names { get; }

    /// <summary>What the file holds beside tensors, by name, as text.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Values { get; }

    /// <summary>Opens a file: reads its pickle, and no numbers.</summary>
    /// <param name="path">The file, an archive or of the kind before PyTorch 1.6.</param>
    /// <exception cref="InvalidInputException">There is no such file, it is damaged or no PyTorch file, or it refers to what no weights need.</exception>
    public static PyTorchFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return IsArchive(stream) ? OpenArchive(path, stream) : OpenLegacy(path, stream);
        }
        catch (PickleException e)
        {
            stream?.Dispose();
            throw new InvalidInputException(path, e.Message, e.Name, innerException: e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
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

    /// <inheritdoc/>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <inheritdoc/>
    public WeightInfo Info(string name)
    {
        TensorReference tensor = Find(name);
        return new WeightInfo(name, tensor.Storage.Type, tensor.Shape);
    }

    /// <inheritdoc/>
    public torch.Tensor Read(string name)
    {
        TensorReference tensor = Find(name);
        torch.Tensor numbers = torch.empty(tensor.IsContiguous ? [.. tensor.Shape] : [tensor.Span], tensor.Storage.Type);
        try
        {
            if (tensor.Span > 0)
            {
                Fill(numbers, tensor);
            }

            if (tensor.IsContiguous)
            {
                return numbers;
            }

            using (numbers)
            {
                using torch.Tensor view = numbers.as_strided([.. tensor.Shape], [.. tensor.Strides]);
                return view.contiguous();
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            numbers.Dispose();
            throw new InvalidInputException(Path, $"can't be read: {e.Message}", name, innerException: e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();

    private static bool IsArchive(FileStream stream)
    {
        Span<byte> head = stackalloc byte[4];
        bool isArchive = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual("PK\x03\x04"u8);
        stream.Position = 0;
        return isArchive;
    }

    private static PyTorchFile OpenArchive(string path, FileStream stream)
    {
        ZipStorages archive = new(stream);
        byte[] pickle = archive.ReadPickle();
        object? root = Unpickler.Run(new PickleReader(pickle), id => archive.Check(StorageIds.Read(id)));
        return new PyTorchFile(path, archive, PickleContents.Collect(root, pickle.Length, stream.Length));
    }

    private static PyTorchFile OpenLegacy(string path, FileStream stream)
    {
        LegacyStorages legacy = new(stream);
        return new PyTorchFile(path, legacy, PickleContents.Collect(legacy.Root, legacy.PickleLength, stream.Length));
    }

    private TensorReference Find(string name) => _tensors.TryGetValue(name, out TensorReference? tensor)
        ? tensor
        : throw new InvalidInputException(Path, "the file has no such tensor", name);

    private void Fill(torch.Tensor numbers, TensorReference tensor)
    {
        lock (_lock)
        {
            using Stream stream = _data.Open(tensor.Storage, tensor.Offset * tensor.Storage.ElementSize);
            numbers.ReadBytesFromStream(stream, (int)Math.Min(BufferSize, tensor.SpanLength));
        }

        if (_data.IsBigEndian)
        {
            ByteOrder.Reverse(numbers, tensor.Storage.ElementSize);
        }
    }
}
