using MapDet.Core.IO;

namespace MapDet.Core;

/// <summary>A file holds something that can't be used. The message begins with the file and names record and field where there are any.</summary>
/// <remarks>The message is one line of bounded length, whatever the file holds.</remarks>
public sealed class InvalidInputException : MapDetException
{
    private const int LongestPath = 4096;
    private const int LongestName = 200;
    private const int LongestProblem = 2000;

    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file with the fault.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence about the file.</param>
    /// <param name="record">The record with the fault, such as its token; null if it is in no single record.</param>
    /// <param name="field">The field with the fault; null if it is in no single field.</param>
    /// <param name="innerException">The failure behind it.</param>
    public InvalidInputException(string file, string problem, string? record = null, string? field = null, Exception? innerException = null)
        : base(Describe(file, problem, record, field), innerException!)
    {
        File = file;
        Record = record;
        Field = field;
    }

    /// <summary>The file with the fault.</summary>
    public string File { get; }

    /// <summary>The record with the fault, or null.</summary>
    public string? Record { get; }

    /// <summary>The field with the fault, or null.</summary>
    public string? Field { get; }

    /// <summary>A file that is missing or can't be read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="failure">What reading it ended in.</param>
    internal static InvalidInputException Unreadable(string file, Exception failure) => new(
        file,
        failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"can't be read: {failure.Message}",
        innerException: failure);

    private static string Describe(string file, string problem, string? record, string? field)
    {
        string recordPart = record is null ? "" : $", record '{OneLine.Of(record, LongestName)}'";
        string fieldPart = field is null ? "" : $", field '{OneLine.Of(field, LongestName)}'";
        return $"{OneLine.Of(file, LongestPath)}{recordPart}{fieldPart}: {OneLine.Of(problem, LongestProblem)}";
    }
}
