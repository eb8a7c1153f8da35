namespace MapDet.Core.Weights.PyTorch;

/// <summary>
/// Runs a pickle with a machine that can make tensors, dictionaries, lists, tuples, texts and numbers and nothing else: every name that a pickle refers to
/// is compared with those that PyTorch's tensors need, and no code is ever looked up by it.
/// </summary>
/// <remarks>Source: Python's <c>pickletools</c> for the instructions; <c>torch.load</c> with <c>weights_only</c> for which of them tensors need.</remarks>
internal sealed class Unpickler
{
    // Each takes some tens of bytes for one byte of the file; real files have a few for each tensor.
    private const int MostContainers = 1_000_000;
    private const int MostWaiting = 1_000_000;
    private static readonly object[] s_smallNumbers = [.. Enumerable.Range(0, 256).Select(i => (object)(long)i)];
    private static readonly object?[] s_emptyTuple = [];
    private readonly PickleReader _reader;
    private readonly Func<object?, object> _loadPersistent;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<int, object?> _memo = [];
    private int _containers;

    private Unpickler(PickleReader reader, Func<object?, object> loadPersistent)
    {
        _reader = reader;
        _loadPersistent = loadPersistent;
    }

    /// <summary>Runs one pickle.</summary>
    /// <param name="reader">At its beginning; afterwards behind its end.</param>
    /// <param name="loadPersistent">Finds what the pickle refers to by an id, which is a storage.</param>
    /// <exception cref="PickleException">It is damaged, or wants what is not allowed.</exception>
    public static object? Run(PickleReader reader, Func<object?, object> loadPersistent) => new Unpickler(reader, loadPersistent).Run();

    private object? Run()
    {
        while (true)
        {
            byte code = _reader.Byte();
            if (code == (byte)'.')
            {
                return Result();
            }

            Step(code);
            if (_stack.Count > MostWaiting || _containers > MostContainers)
            {
                throw new PickleException("holds more objects than any set of weights");
            }
        }
    }

    private void Step(byte code)
    {
        if (!PushValue(code) && !Remember(code) && !Fill(code))
        {
            Make(code);
        }
    }

    /// <summary>Instructions that put a value onto the stack.</summary>
    private bool PushValue(byte code)
    {
        switch (code)
        {
            case 0x80:
                CheckProtocol(_reader.Byte());
                return true;
            case (byte)'N':
                _stack.Add(null);
                return true;
            case 0x88 or 0x89:
                _stack.Add(code == 0x88);
                return true;
            case (byte)'K':
                _stack.Add(s_smallNumbers[_reader.Byte()]);
                return true;
            case (byte)'M':
                _stack.Add((long)_reader.UInt16());
                return true;
            case (byte)'J':
                _stack.Add((long)_reader.Int32());
                return true;
            case 0x8a:
                PushWhole(_reader.Long(_reader.Byte()));
                return true;
            case (byte)'G':
                _stack.Add(_reader.Double());
                return true;
            case (byte)'X':
                _stack.Add(_reader.Text((uint)_reader.Int32()));
                return true;
            case (byte)'U':
                _stack.Add(_reader.Text(_reader.Byte()));
                return true;
            case (byte)'c':
                _stack.Add(PickleNames.Check(new PickleGlobal(_reader.Line(), _reader.Line())));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Instructions that keep values for later, or mark a place.</summary>
    private bool Remember(byte code)
    {
        switch (code)
        {
            case (byte)'(':
                _marks.Add(_stack.Count);
                return true;
            case (byte)'q':
                _memo[_reader.Byte()] = Top();
                return true;
            case (byte)'r':
                _memo[_reader.Int32()] = Top();
                return true;
            case (byte)'h':
                _stack.Add(Recall(_reader.Byte()));
                return true;
            case (byte)'j':
                _stack.Add(Recall(_reader.Int32()));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Instructions that put values into a container.</summary>
    private bool Fill(byte code)
    {
        switch (code)
        {
            case (byte)'a':
                object? item = Pop();
                Top<PickleList>("list").Append([item]);
                return true;
            case (byte)'e':
                object?[] items = PopToMark();
                Top<PickleList>("list").Append(items);
                return true;
            case (byte)'s':
                object? value = Pop();
                object? key = Pop();
                Top<PickleDictionary>("dictionary").Set(key, value);
                return true;
            case (byte)'u':
                SetItems(PopToMark());
                return true;
            case (byte)'b':
                // The state of an ordered dictionary is PyTorch's note on versions, which no weights need.
                Pop();
                Top<PickleDictionary>("dictionary");
                return true;
            default:
                return false;
        }
    }

    /// <summary>Instructions that make something of values on the stack.</summary>
    private void Make(byte code)
    {
        object? made = code switch
        {
            (byte)')' => s_emptyTuple,
            (byte)']' => new PickleList(),
            (byte)'}' => new PickleDictionary(),
            (byte)'t' => PopToMark(),
            0x85 or 0x86 or 0x87 => PopTuple(code - 0x84),
            (byte)'Q' => _loadPersistent(Pop()),
            (byte)'R' or 0x81 => Call(),
            _ => throw new PickleException($"holds the instruction 0x{code:x2}, which no weights need"),
        };
        _containers++;
        _stack.Add(made);
    }

    private object? Call()
    {
        object? arguments = Pop();
        object? name = Pop();
        return name is PickleGlobal global && arguments is object?[] tuple
            ? PickleNames.Call(global, tuple)
            : throw new PickleException("calls what is no name, or without arguments");
    }

    private static void CheckProtocol(byte version)
    {
        if (version is < 2 or > 3)
        {
            throw new PickleException($"is written in protocol {version}; PyTorch's files have 2");
        }
    }

    private void PushWhole(Int128 value)
    {
        if (value < long.MinValue || value > long.MaxValue)
        {
            _stack.Add(value);
        }
        else
        {
            _stack.Add((long)value);
        }
    }

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
        {
            throw new PickleException("sets a key without a value");
        }

        PickleDictionary dictionary = Top<PickleDictionary>("dictionary");
        for (int i = 0; i < items.Length; i += 2)
        {
            dictionary.Set(items[i], items[i + 1]);
        }
    }

    private object? Recall(int number) =>
        _memo.TryGetValue(number, out object? value) ? value : throw new PickleException($"recalls {number}, which was never stored");

    private object? Top() => _stack.Count > Floor ? _stack[^1] : throw new PickleException("takes a value where there is none");

    private T Top<T>(string kind)
        where T : class => Top() as T ?? throw new PickleException($"fills what is no {kind}");

    private object? Pop()
    {
        object? top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object? Result() => _stack.Count == 1 && _marks.Count == 0
        ? _stack[0]
        : throw new PickleException($"ends with {_stack.Count} values instead of one");

    private object?[] PopTuple(int count)
    {
        object?[] tuple = new object?[count];
        for (int i = count - 1; i >= 0; i--)
        {
            tuple[i] = Pop();
        }

        return tuple;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw new PickleException("goes back to a mark that was never set");
        }

        int start = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        object?[] items = [.. _stack.Skip(start)];
        _stack.RemoveRange(start, _stack.Count - start);
        return items;
    }

    /// <summary>Values below the last mark can't be taken.</summary>
    private int Floor => _marks.Count == 0 ? 0 : _marks[^1];
}
