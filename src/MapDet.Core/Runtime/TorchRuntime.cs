using System.Runtime.Loader;
using MapDet.Core.Runtime.Native;

namespace MapDet.Core.Runtime;

/// <summary>Makes TorchSharp's native library loadable on systems whose C++ runtime is older than the one it was built with.</summary>
/// <remarks>
/// Applications need not call this: the package compiles a module initialiser into every executable and test assembly. A host
/// without one (a plug-in, a script) calls <see cref="Initialize"/> before its first use of TorchSharp.
/// </remarks>
public static class TorchRuntime
{
    static TorchRuntime()
    {
        if (OperatingSystem.IsLinux())
        {
            // Raised only after the runtime's own search has failed, so systems that load the original never get here.
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += static (_, name) => TorchLibraryResolver.Resolve(name);
        }
    }

    /// <summary>Registers the resolver of the native library. Calling it again has no effect.</summary>
    public static void Initialize()
    {
        // The static constructor does the work, once, whoever comes first.
    }

    /// <summary>Loads the native library now, so that what is wrong with it shows as one clear error instead of within TorchSharp's own.</summary>
    /// <exception cref="NativeLibraryException">The library can't be loaded on this system.</exception>
    public static void EnsureLoaded()
    {
        if (OperatingSystem.IsLinux())
        {
            TorchLibraryResolver.CheckLoadable();
        }
    }
}
