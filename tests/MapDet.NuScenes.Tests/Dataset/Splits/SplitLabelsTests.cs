using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset.Splits;

namespace MapDet.NuScenes.Tests.Dataset.Splits;

public sealed class SplitLabelsTests
{
    // Five drives in a row, each a neighbour of the next.
    private readonly SceneGraph _graph = new(
        SceneTrack.Of(new SceneLayout().Chain("boston-seaport", 5, new Point2(0, 0), new Point2(500, 0)).Samples), 67, CancellationToken.None);

    [Fact]
    public void A_scene_near_two_splits_stays_out()
    {
        SplitLabels labels = Labels((0, 0), (1, 0), (3, 1), (4, 1));

        labels.Readmit();

        Assert.Equal([2], labels.LeftOut);
    }

    [Fact]
    public void A_scene_near_one_split_comes_back_to_it()
    {
        SplitLabels labels = Labels((0, 0), (1, 1));
        labels.Clear([0]);

        labels.Readmit();

        Assert.Empty(labels.LeftOut);
        Assert.Equal([0, 1, 2, 3, 4], labels.Of(1));
    }

    [Fact]
    public void A_scene_near_no_split_goes_to_the_one_that_lacks_the_most()
    {
        SplitLabels labels = Labels((4, 0));

        labels.Readmit();

        Assert.Equal([0, 1, 2], labels.Of(1));
        Assert.Equal([3], labels.LeftOut);
        Assert.Equal([4], labels.Of(0));
    }

    private SplitLabels Labels(params (int Scene, int Split)[] given)
    {
        SplitLabels labels = new(_graph, [0.5, 0.5]);
        foreach ((int scene, int split) in given)
        {
            labels.Set([scene], split);
        }

        return labels;
    }
}
