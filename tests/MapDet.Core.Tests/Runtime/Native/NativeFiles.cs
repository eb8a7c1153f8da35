namespace MapDet.Core.Tests.Runtime.Native;

/// <summary>The real native files that this test run itself uses.</summary>
internal static class NativeFiles
{
    public static string LibTorchSharp { get; } = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
}
