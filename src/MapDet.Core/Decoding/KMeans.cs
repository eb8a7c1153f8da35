using System.Numerics.Tensors;

namespace MapDet.Core.Decoding;

/// <summary>Lloyd's algorithm from k-means++ seeds of a fixed random sequence.</summary>
internal static class KMeans
{
    private const int Seed = 20260;
    private const int MostIterations = 60;
    private const int MostVectors = 20_000;

    /// <summary>Finds cluster centres.</summary>
    /// <param name="vectors">What to cluster; of very many an evenly spaced part is used.</param>
    /// <param name="count">Number of clusters.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns><paramref name="count"/> centres, fewer if there are fewer different vectors.</returns>
    public static double[][] Cluster(double[][] vectors, int count, CancellationToken cancellationToken)
    {
        int step = 1 + ((vectors.Length - 1) / MostVectors);
        double[][] used = [.. vectors.Where((_, i) => i % step == 0)];
        double[][] centers = Seeds(used, count);
        int[] assignment = new int[used.Length];
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] next = [.. used.AsParallel().AsOrdered().Select(v => Nearest(centers, v))];
            if (iteration > 0 && next.AsSpan().SequenceEqual(assignment))
            {
                break;
            }

            assignment = next;
            centers = [.. centers.Select((center, i) => Mean(used, assignment, i) ?? center)];
        }

        return centers;
    }

    private static double[][] Seeds(double[][] vectors, int count)
    {
        if (vectors.Length == 0 || count == 0)
        {
            return [];
        }

        // The sequence is to be repeatable, not secret.
#pragma warning disable CA5394
        Random random = new(Seed);
        List<double[]> centers = [vectors[random.Next(vectors.Length)]];
        double[] distances = [.. vectors.Select(v => SquaredDistance(v, centers[0]))];
        while (centers.Count < count && distances.Sum() is double total and > 0)
        {
            double target = random.NextDouble() * total;
            int chosen = 0;
            while (chosen < distances.Length - 1 && (target -= distances[chosen]) > 0)
            {
                chosen++;
            }

            double[] center = vectors[chosen];
            centers.Add(center);
            distances = [.. distances.Select((d, i) => Math.Min(d, SquaredDistance(vectors[i], center)))];
        }
#pragma warning restore CA5394

        return [.. centers];
    }

    private static int Nearest(double[][] centers, double[] vector)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i < centers.Length; i++)
        {
            double distance = SquaredDistance(centers[i], vector);
            if (distance < least)
            {
                (best, least) = (i, distance);
            }
        }

        return best;
    }

    private static double[]? Mean(double[][] vectors, int[] assignment, int cluster)
    {
        double[] sum = new double[vectors[0].Length];
        int members = 0;
        for (int i = 0; i < vectors.Length; i++)
        {
            if (assignment[i] == cluster)
            {
                TensorPrimitives.Add(sum, vectors[i], sum);
                members++;
            }
        }

        if (members == 0)
        {
            return null;
        }

        TensorPrimitives.Divide(sum, members, sum);
        return sum;
    }

    private static double SquaredDistance(double[] a, double[] b)
    {
        double distance = TensorPrimitives.Distance<double>(a, b);
        return distance * distance;
    }
}
