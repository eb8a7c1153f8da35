using MapDet.Core.Geometry;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>A grid of places on the ground that covers the range, cell by cell.</summary>
/// <param name="range">What is covered.</param>
/// <param name="options">Spacing and cells.</param>
internal sealed class GroundGrid(PerceptionRange range, GroundViewOptions options)
{
    /// <summary>Cells across.</summary>
    public int Columns { get; } = CellCount(range.Width, options.Spacing, options.PlacesAcross);

    /// <summary>Cells along.</summary>
    public int Rows { get; } = CellCount(range.Length, options.Spacing, options.PlacesAlong);

    /// <summary>Cells T.</summary>
    public int Cells => Rows * Columns;

    /// <summary>Places K of a cell.</summary>
    public int PlacesPerCell => options.PlacesAcross * options.PlacesAlong;

    /// <summary>[T, K, 2] metres.</summary>
    public Tensor Places(Device device) => Points(options.PlacesAcross, options.PlacesAlong, device);

    /// <summary>[T, 2], the middle of each cell as a place in [-1, 1].</summary>
    public Tensor Centers(Device device)
    {
        Point2[] centers = [.. Enumerable.Range(0, Cells).Select(cell => range.Normalize(Place(cell, 0.5, 0.5)))];
        return tensor([.. centers.SelectMany(p => new[] { (float)p.X, (float)p.Y })], [Cells, 2], device: device);
    }

    private static int CellCount(double length, double spacing, int places) => Math.Max(1, (int)Math.Ceiling((length / (spacing * places)) - 1e-9));

    private Tensor Points(int across, int along, Device device)
    {
        float[] places =
        [
            .. from cell in Enumerable.Range(0, Cells)
               from row in Enumerable.Range(0, along)
               from column in Enumerable.Range(0, across)
               let place = Place(cell, (column + 0.5) / across, (row + 0.5) / along)
               from coordinate in new[] { (float)place.X, (float)place.Y }
               select coordinate,
        ];
        return tensor(places, [Cells, PlacesPerCell, 2], device: device);
    }

    /// <summary>A place of a cell; the grid lies centrally over the range.</summary>
    private Point2 Place(int cell, double across, double along)
    {
        (int row, int column) = Math.DivRem(cell, Columns);
        double x = (column + across - (Columns / 2.0)) * options.PlacesAcross * options.Spacing;
        double y = (row + along - (Rows / 2.0)) * options.PlacesAlong * options.Spacing;
        return new Point2(((range.XMin + range.XMax) / 2) + x, ((range.YMin + range.YMax) / 2) + y);
    }
}
