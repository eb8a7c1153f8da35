using System.Collections.Immutable;
using System.Globalization;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>What a pickle holds, by name: entries of nested dictionaries and lists have their names joined by dots.</summary>
/// <param name="Tensors">In the order of the file.</param>
/// <param name="Values">Texts, numbers and whatever else is no tensor, as text.</param>
internal sealed record PickleContents(ImmutableArray<KeyValuePair<string, TensorReference>> Tensors, ImmutableArray<KeyValuePair<string, string>> Values)
{
    private const string RootName = "tensor";

    // Characters of names.
    private const long NamesPerByte = 4;
    private const long LeastNames = 1 << 12;

    // A few views of the same storage are usual, and so is a small one that is repeated.
    private const long TensorBytesPerByte = 16;
    private const long LeastTensorBytes = 1 << 20;

    /// <summary>Goes through what an unpickler made.</summary>
    /// <param name="root">The whole.</param>
    /// <param name="pickleLength">The pickle's length in bytes, which bounds the names: what is shared may be named often.</param>
    /// <param name="fileLength">The file's length in bytes, which bounds the tensors: they may share numbers and repeat them.</param>
    /// <exception cref="PickleException">A name stands there twice, or there is more than the lengths allow.</exception>
    public static PickleContents Collect(object? root, long pickleLength, long fileLength)
    {
        ImmutableArray<KeyValuePair<string, TensorReference>>.Builder tensors = ImmutableArray.CreateBuilder<KeyValuePair<string, TensorReference>>();
        ImmutableArray<KeyValuePair<string, string>>.Builder values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        HashSet<string> names = new(StringComparer.Ordinal);
        long limit = LeastNames + (NamesPerByte * pickleLength);
        long bytes = LeastTensorBytes + (TensorBytesPerByte * fileLength);
        Stack<(string Name, object? Value)> open = new([("", root)]);
        while (open.TryPop(out (string Name, object? Value) next))
        {
            switch (next.Value)
            {
                case PickleDictionary dictionary:
                    PushAll(open, ref limit, next.Name, dictionary.Entries.Select(e => (Key(e.Key), e.Value)));
                    break;
                case PickleList list:
                    PushAll(open, ref limit, next.Name, list.Items.Select((item, i) => (Key((long)i), item)));
                    break;
                case object?[] tuple:
                    PushAll(open, ref limit, next.Name, tuple.Select((item, i) => (Key((long)i), item)));
                    break;
                case TensorReference tensor:
                    Spend(ref bytes, tensor, next.Name);
                    tensors.Add(KeyValuePair.Create(Unique(names, next.Name.Length == 0 ? RootName : next.Name), tensor));
                    break;
                default:
                    values.Add(KeyValuePair.Create(Unique(names, next.Name), Convert.ToString(next.Value, CultureInfo.InvariantCulture) ?? ""));
                    break;
            }
        }

        return new PickleContents(tensors.ToImmutable(), values.ToImmutable());
    }

    private static void PushAll(Stack<(string Name, object? Value)> open, ref long limit, string parent, IEnumerable<(string Name, object? Value)> children)
    {
        foreach ((string name, object? value) in children.Reverse())
        {
            limit -= 1 + parent.Length + name.Length;
            if (limit < 0)
            {
                throw new PickleException("holds more names than its length allows, some of them nested in themselves");
            }

            open.Push((parent.Length == 0 ? name : $"{parent}.{name}", value));
        }
    }

    /// <summary>Counts what reading a tensor takes: its numbers, and where they do not lie one behind the other, the part of the file that they lie in.</summary>
    private static void Spend(ref long bytes, TensorReference tensor, string name)
    {
        bytes -= tensor.IsContiguous ? 0 : tensor.SpanLength;
        if (tensor.ByteLength > bytes)
        {
            throw new PickleException(
                $"holds tensors that take more than {TensorBytesPerByte} times the file's length in memory, since they share numbers or repeat them", name);
        }

        bytes -= tensor.ByteLength;
    }

    private static string Key(object? key) => key switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new PickleException("holds a dictionary with a key that is neither a text nor a whole number"),
    };

    private static string Unique(HashSet<string> names, string name) =>
        names.Add(name) ? name : throw new PickleException("holds two values of the same name", name);
}
