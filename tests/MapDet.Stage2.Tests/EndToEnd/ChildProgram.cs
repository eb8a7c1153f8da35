using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MapDet.Stage2.Tests.EndToEnd;

/// <summary>The program as a process of its own, for what can't be tried inside the test's.</summary>
internal sealed class ChildProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _text = new();
    private readonly Lock _lock = new();

    private ChildProgram(Process process) => _process = process;

    /// <summary>Starts a command line.</summary>
    public static ChildProgram Start(string folder, params string[] args)
    {
        // What a shell runs in the background ignores Ctrl-C, and so do its children, unless that is undone.
        string[] launch = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        ProcessStartInfo start = new(launch[0], launch[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mapdet.dll"));
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        ChildProgram child = new(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, e) => child.Add(e.Data);
        child._process.ErrorDataReceived += (_, e) => child.Add(e.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Everything that it has said so far.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Waits until it has said something.</summary>
    public async Task WaitForAsync(string text, TimeSpan limit)
    {
        using CancellationTokenSource timeout = new(limit);
        while (!Text.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"it ended before it said '{text}':\n{Text}");
            Assert.False(timeout.IsCancellationRequested, $"it did not say '{text}' within {limit}:\n{Text}");
            await Task.Delay(20);
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync(TimeSpan limit)
    {
        using CancellationTokenSource timeout = new(limit);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends it without warning.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends it Ctrl-C.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_lock)
        {
            _text.AppendLine(line);
        }
    }
}
