using System.Buffers;
using System.Text.Json;
using MapDet.Core;

namespace MapDet.NuScenes.Json;

/// <summary>A JSON file of any size behind one buffer that moves along it. A reader is made for what the buffer holds, and what it has consumed is committed.</summary>
internal sealed class JsonFileBuffer : IDisposable
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly FileStream _stream;
    private readonly int _largestRecord;
    private readonly CancellationToken _cancellationToken;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private JsonReaderState _state;

    private JsonFileBuffer(string path, int bufferSize, int largestRecord, CancellationToken cancellationToken)
    {
        _stream = OpenStream(path);
        _buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
        _largestRecord = largestRecord;
        _cancellationToken = cancellationToken;
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>True once the buffer holds the end of the file.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>Opens a file and reads its beginning.</summary>
    /// <exception cref="InvalidInputException">It is absent, unreadable or empty.</exception>
    public static JsonFileBuffer Open(string path, int bufferSize, int largestRecord, CancellationToken cancellationToken)
    {
        JsonFileBuffer buffer = new(path, bufferSize, largestRecord, cancellationToken);
        try
        {
            buffer.Fill();
            if (buffer._end == 0)
            {
                throw new InvalidInputException(path, "the file is empty.");
            }

            if (buffer._buffer.AsSpan(0, buffer._end).StartsWith(ByteOrderMark))
            {
                buffer._start = ByteOrderMark.Length;
            }

            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>A reader of what the buffer holds behind what was committed.</summary>
    public Utf8JsonReader NewReader() => new(_buffer.AsSpan(_start, _end - _start), IsFinal, _state);

    /// <summary>Leaves behind what a reader has consumed.</summary>
    public void Commit(JsonReaderState state, long consumed)
    {
        _state = state;
        _start += (int)consumed;
    }

    /// <summary>Reads on.</summary>
    /// <exception cref="InvalidInputException">The file has ended.</exception>
    public void FillOrFail()
    {
        if (IsFinal)
        {
            throw new InvalidInputException(Path, "the JSON text ends in the middle.");
        }

        Fill();
    }

    /// <summary>Reads on, in a larger buffer if a record fills most of this one.</summary>
    public void Fill()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        int rest = _end - _start;
        byte[] target = _buffer;
        if (rest > _buffer.Length / 2)
        {
            if (rest > _largestRecord)
            {
                throw new InvalidInputException(Path, $"a record or value has more than {_largestRecord} bytes.");
            }

            target = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
        }

        _buffer.AsSpan(_start, rest).CopyTo(target);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        int wanted = _buffer.Length - rest;
        int read = ReadFromStream(_buffer.AsSpan(rest));
        (_start, _end, IsFinal) = (0, rest + read, read < wanted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static FileStream OpenStream(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(path, "the file does not exist.", innerException: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception);
        }
    }

    private int ReadFromStream(Span<byte> target)
    {
        try
        {
            return _stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (IOException exception)
        {
            throw Unreadable(Path, exception);
        }
    }

    private static InvalidInputException Unreadable(string path, Exception exception) =>
        new(path, $"the file can't be read: {exception.Message}", innerException: exception);
}
