using System.Collections.Immutable;
using System.Globalization;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>What a pickle holds, by name: entries of nested dictionaries and lists have their names joined by dots.</summary>
/// <param name="Tensors">In the order of the file.</param>
/// <param name="Values">Texts, numbers and whatever else is no tensor, as text.</param>
internal sealed record PickleContents(ImmutableArray<KeyValuePair<string, TensorReference>> Tensors, ImmutableArray<KeyValuePair<string, string>> Values)
{
    private const string RootName = "tensor";

    /// <summary>Goes through what an unpickler made.</summary>
    /// <param name="root">The whole.</param>
    /// <param name="limit">Characters that all names together may have; what is shared may be named often.</param>
    /// <exception cref="PickleException">A name stands there twice, or there are too many.</exception>
    public static PickleContents Collect(object? root, long limit)
    {
        ImmutableArray<KeyValuePair<string, TensorReference>>.Builder tensors = ImmutableArray.CreateBuilder<KeyValuePair<string, TensorReference>>();
        ImmutableArray<KeyValuePair<string, string>>.Builder values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        HashSet<string> names = new(StringComparer.Ordinal);
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
                    tensors.Add(KeyValuePair.Create(Unique(names, next.Name.Length == 0 ? RootName : next.Name), tensor));
                    break;
                default:
                    values.Add(KeyValuePair.Create(next.Name, Convert.ToString(next.Value, CultureInfo.InvariantCulture) ?? ""));
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

    private static string Key(object? key) => key switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new PickleException("holds a dictionary with a key that is neither a text nor a whole number"),
    };

    private static string Unique(HashSet<string> names, string name) =>
        names.Add(name) ? name : throw new PickleException("holds two tensors of the same name", name);
}
