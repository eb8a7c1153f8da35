using System.Runtime.InteropServices;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using TorchSharp;

namespace MapDet.Training.VisionPretraining;

/// <summary>
/// Draws ground truth into a grid over each image: a cell is 1 for a class if a line of that class, lying on the ground (z = 0), passes
/// through it.
/// </summary>
/// <param name="cellSize">Edge of a cell, pixels.</param>
internal sealed class CellTargets(int cellSize)
{
    /// <summary>Metres in front of a camera up to which lines are cut off.</summary>
    private const double NearPlane = 0.1;

    /// <summary>Distance of the points that a line is drawn with, cells.</summary>
    private const double StepLength = 0.25;

    /// <summary>Draws some samples of a batch.</summary>
    /// <param name="batch">The batch, on the CPU.</param>
    /// <param name="start">First sample.</param>
    /// <param name="count">Number of samples.</param>
    /// <returns>[count, C, 3, H / cell, W / cell] float32 of zeros and ones, of the current dispose scope.</returns>
    public torch.Tensor Draw(MapBatch batch, int start, int count)
    {
        int cameras = (int)batch.Images.shape[1];
        int rows = (int)batch.Images.shape[3] / cellSize;
        int columns = (int)batch.Images.shape[4] / cellSize;
        float[] cells = new float[count * cameras * MapClasses.Count * rows * columns];
        ReadOnlySpan<float> projections = MemoryMarshal.Cast<byte, float>(batch.Projections.bytes);
        for (int sample = 0; sample < count; sample++)
        {
            for (int camera = 0; camera < cameras; camera++)
            {
                ReadOnlySpan<float> projection = projections.Slice(12 * (((start + sample) * cameras) + camera), 12);
                Span<float> image = cells.AsSpan(
                    ((sample * cameras) + camera) * MapClasses.Count * rows * columns, MapClasses.Count * rows * columns);
                foreach (MapElement element in batch.Samples[start + sample].Elements)
                {
                    Grid grid = new(image.Slice((int)element.Class * rows * columns, rows * columns), rows, columns);
                    DrawLine(element.Vertices, projection, grid);
                }
            }
        }

        return torch.tensor(cells, [count, cameras, MapClasses.Count, rows, columns]);
    }

    private void DrawLine(Polyline line, ReadOnlySpan<float> projection, Grid grid)
    {
        for (int i = 1; i < line.Vertices.Length; i++)
        {
            Homogeneous from = Homogeneous.Project(projection, line.Vertices[i - 1]);
            Homogeneous to = Homogeneous.Project(projection, line.Vertices[i]);
            if (from.Depth <= NearPlane && to.Depth <= NearPlane)
            {
                continue;
            }

            // Homogeneous coordinates are linear along the line: it can be cut before the division.
            Homogeneous near = from.Depth < NearPlane ? from.Towards(to, NearPlane) : from;
            Homogeneous far = to.Depth < NearPlane ? to.Towards(from, NearPlane) : to;
            DrawSegment(near, far, grid);
        }
    }

    private void DrawSegment(Homogeneous from, Homogeneous to, Grid grid)
    {
        (double fromColumn, double fromRow) = (from.U / from.Depth / cellSize, from.V / from.Depth / cellSize);
        (double toColumn, double toRow) = (to.U / to.Depth / cellSize, to.V / to.Depth / cellSize);
        if (!grid.Clip(ref fromColumn, ref fromRow, ref toColumn, ref toRow))
        {
            return;
        }

        int steps = (int)Math.Ceiling(double.Hypot(toColumn - fromColumn, toRow - fromRow) / StepLength);
        for (int step = 0; step <= steps; step++)
        {
            double t = steps == 0 ? 0 : (double)step / steps;
            grid.Set(fromColumn + (t * (toColumn - fromColumn)), fromRow + (t * (toRow - fromRow)));
        }
    }

    /// <summary>A projected place before the division by its depth.</summary>
    private readonly record struct Homogeneous(double U, double V, double Depth)
    {
        public static Homogeneous Project(ReadOnlySpan<float> m, Point2 p) => new(
            (m[0] * p.X) + (m[1] * p.Y) + m[3],
            (m[4] * p.X) + (m[5] * p.Y) + m[7],
            (m[8] * p.X) + (m[9] * p.Y) + m[11]);

        /// <summary>The place on the way to another one where the depth has a given value.</summary>
        public Homogeneous Towards(Homogeneous other, double depth)
        {
            double t = (depth - Depth) / (other.Depth - Depth);
            return new Homogeneous(U + (t * (other.U - U)), V + (t * (other.V - V)), depth);
        }
    }

    /// <summary>The cells of one class in one image.</summary>
    private readonly ref struct Grid(Span<float> cells, int rows, int columns)
    {
        private readonly Span<float> _cells = cells;

        public void Set(double column, double row)
        {
            (int x, int y) = ((int)Math.Floor(column), (int)Math.Floor(row));
            if (x >= 0 && x < columns && y >= 0 && y < rows)
            {
                _cells[(y * columns) + x] = 1;
            }
        }

        /// <summary>Cuts a segment to the image (Liang and Barsky); false if nothing is left of it.</summary>
        public bool Clip(ref double x0, ref double y0, ref double x1, ref double y1)
        {
            double enter = 0;
            double leave = 1;
            (double dx, double dy) = (x1 - x0, y1 - y0);
            bool isInside = Cut(-dx, x0, ref enter, ref leave)
                && Cut(dx, columns - x0, ref enter, ref leave)
                && Cut(-dy, y0, ref enter, ref leave)
                && Cut(dy, rows - y0, ref enter, ref leave);
            (x1, y1) = (x0 + (leave * dx), y0 + (leave * dy));
            (x0, y0) = (x0 + (enter * dx), y0 + (enter * dy));
            return isInside;
        }

        private static bool Cut(double direction, double distance, ref double enter, ref double leave)
        {
            if (direction == 0)
            {
                return distance >= 0;
            }

            double t = distance / direction;
            if (direction < 0)
            {
                enter = Math.Max(enter, t);
            }
            else
            {
                leave = Math.Min(leave, t);
            }

            return enter <= leave;
        }
    }
}
