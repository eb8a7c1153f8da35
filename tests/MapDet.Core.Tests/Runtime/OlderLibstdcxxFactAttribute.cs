using MapDet.Core.Runtime.Native;

namespace MapDet.Core.Tests.Runtime;

/// <summary>A test of what happens only where libstdc++ is older than TorchSharp wants; skipped, by name, elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OlderLibstdcxxFactAttribute : FactAttribute
{
    public OlderLibstdcxxFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || SystemLibstdcxx.ProvidedVersions().Contains("GLIBCXX_3.4.32"))
        {
            Skip = "This system loads the original library.";
        }
    }
}
