namespace MapDet.Core;

/// <summary>A file holds something that can't be used. The message begins with the file and names record and field where there are any.</summary>
public sealed class InvalidInputException : MapDetException
{
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

    private static string Describe(string file, string problem, string? record, string? field)
    {
        string where = (record, field) switch
        {
            (null, null) => "",
            (null, _) => $", field '{field}'",
            (_, null) => $", record '{record}'",
            _ => $", record '{record}', field '{field}'",
        };
        return $"{file}{where}: {problem}";
    }
}
