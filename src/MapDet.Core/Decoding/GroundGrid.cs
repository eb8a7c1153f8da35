using MapDet.Core.Geometry;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>A grid of places on the ground that covers the range, cell by cell.</summary>
internal sealed class GroundGrid
{
    private readonly PerceptionRange _range;
    private readonly GroundViewOptions _options;
    private readonly float[] _places;
    private readonly float[] _centers;

    /// <summary>Lays the grid.</summary>
    /// <param name="range">What is covered.</param>
    /// <param name="options">Spacing and cells.</param>
    public GroundGrid(PerceptionRange range, GroundViewOptions options)
    {
        _range = range;
        _options = options;
        Columns = CellCount(range.Width, options.Spacing, options.PlacesAcross);
        Rows = CellCount(range.Length, options.Spacing, options.PlacesAlong);
        _places = [.. Enumerable.Range(0, Cells).SelectMany(PlacesOf).SelectMany(p => new[] { (float)p.X, (float)p.Y })];
        _centers = [.. Enumerable.Range(0, Cells).Select(cell => range.Normalize(Place(cell, 0.5, 0.5))).SelectMany(p => new[] { (float)p.X, (float)p.Y })];
    }

    /// <summary>Cells across.</summary>
    public int Columns { get; }

    /// <summary>Cells along.</summary>
    public int Rows { get; }

    /// <summary>Cells T.</summary>
    public int Cells => Rows * Columns;

    /// <summary>Places K of a cell.</summary>
    public int PlacesPerCell => _options.PlacesAcross * _options.PlacesAlong;

    /// <summary>[T, K, 2] metres, the places of a cell row by row.</summary>
    public Tensor Places(Device device) => tensor(_places, [Cells, PlacesPerCell, 2], device: device);

    /// <summary>[T, 2], the middle of each cell as a place in [-1, 1].</summary>
    public Tensor Centers(Device device) => tensor(_centers, [Cells, 2], device: device);

    private static int CellCount(double length, double spacing, int places) => Math.Max(1, (int)Math.Ceiling((length / (spacing * places)) - 1e-9));

    private IEnumerable<Point2> PlacesOf(int cell) =>
        from row in Enumerable.Range(0, _options.PlacesAlong)
        from column in Enumerable.Range(0, _options.PlacesAcross)
        select Place(cell, (column + 0.5) / _options.PlacesAcross, (row + 0.5) / _options.PlacesAlong);

    /// <summary>A place of a cell; the grid lies centrally over the range.</summary>
    private Point2 Place(int cell, double across, double along)
    {
        (int row, int column) = Math.DivRem(cell, Columns);
        double x = (column + across - (Columns / 2.0)) * _options.PlacesAcross * _options.Spacing;
        double y = (row + along - (Rows / 2.0)) * _options.PlacesAlong * _options.Spacing;
        return new Point2(((_range.XMin + _range.XMax) / 2) + x, ((_range.YMin + _range.YMax) / 2) + y);
    }
}
