using MapDet.Core;

namespace MapDet.NuScenes.Tests.Tables;

/// <summary>Assertions about faults in tables.</summary>
internal static class FaultAssert
{
    /// <summary>Expects a fault that names the table's file, the record and the field.</summary>
    public static InvalidInputException Names(string table, string? record, string? field, Action action)
    {
        InvalidInputException exception = Assert.Throws<InvalidInputException>(action);
        Assert.Equal((table + ".json", record, field), (Path.GetFileName(exception.File), exception.Record, exception.Field));
        return exception;
    }
}
