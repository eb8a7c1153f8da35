using System.Runtime.InteropServices;
using MapDet.Core;

namespace MapDet.Training.Loop;

/// <summary>Tells a lack of memory from other failures.</summary>
internal static class OutOfMemory
{
    // What libtorch says: "CUDA out of memory", "DefaultCPUAllocator: not enough memory", "DefaultCPUAllocator: can't allocate memory".
    private static readonly string[] s_phrases = ["out of memory", "not enough memory", "can't allocate memory"];

    /// <summary>True where memory was lacking: the managed heap's, the processor's for tensors, or a GPU's.</summary>
    public static bool Caused(Exception exception) => exception switch
    {
        OutOfMemoryException => true,
        ExternalException => s_phrases.Any(phrase => exception.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase)),
        AggregateException several => several.InnerExceptions.Any(Caused),
        MapDetException { InnerException: { } cause } => Caused(cause),
        _ => false,
    };
}
