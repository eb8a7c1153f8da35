using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>Position embeddings of a class token and a grid of patches, for other grids interpolated.</summary>
/// <remarks>
/// Source: <c>interpolate_pos_encoding</c> of LAVIS and of later versions of Hugging Face transformers: bicubic, no antialiasing, given the target's size.
/// </remarks>
internal static class PositionInterpolation
{
    /// <summary>Fits a table to a grid.</summary>
    /// <param name="table">[1, 1 + tableRows * tableColumns, Dv], the class token first.</param>
    /// <param name="tableRows">Rows that the table was trained for.</param>
    /// <param name="tableColumns">Columns that the table was trained for.</param>
    /// <param name="rows">Rows wanted.</param>
    /// <param name="columns">Columns wanted.</param>
    /// <returns>[1, 1 + rows * columns, Dv]: the table itself where the grids are the same.</returns>
    public static Tensor Fit(Tensor table, int tableRows, int tableColumns, int rows, int columns)
    {
        if (rows == tableRows && columns == tableColumns)
        {
            return table;
        }

        using DisposeScope scope = NewDisposeScope();
        long width = table.shape[2];
        Tensor grid = table.narrow(1, 1, tableRows * tableColumns).reshape(1, tableRows, tableColumns, width).permute(0, 3, 1, 2);
        Tensor resized = nn.functional.interpolate(grid, [rows, columns], mode: InterpolationMode.Bicubic, align_corners: false);
        Tensor patches = resized.permute(0, 2, 3, 1).reshape(1, rows * columns, width);
        return cat([table.narrow(1, 0, 1), patches], 1).MoveToOuterDisposeScope();
    }
}
