namespace MapDet.Benchmarks.Scale;

/// <summary>Something that is measured once on a whole data set, memory of the process included; BenchmarkDotNet repeats small work instead.</summary>
internal interface IScaleMeasurement
{
    /// <summary>Measures and prints.</summary>
    /// <param name="output">Where the figures go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    void Run(TextWriter output, CancellationToken cancellationToken);
}
