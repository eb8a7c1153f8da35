namespace MapDet.Stage2.Tests.EndToEnd;

/// <summary>A test that sends signals or uses devices.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has neither such signals nor such devices.";
        }
    }
}
