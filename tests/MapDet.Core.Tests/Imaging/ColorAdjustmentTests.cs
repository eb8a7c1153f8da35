using MapDet.Core.Imaging;

namespace MapDet.Core.Tests.Imaging;

public sealed class ColorAdjustmentTests
{
    private static readonly byte[] s_pixels = [10, 100, 200, 7, 255, 0, 128, 9];

    [Fact]
    public void Factors_of_one_change_nothing() => Assert.Equal(s_pixels, Apply(new ColorAdjustment(1, 1, 1)));

    [Fact]
    public void Brightness_multiplies_and_stops_at_white() => Assert.Equal([15, 150, 255, 7, 255, 0, 192, 9], Apply(new ColorAdjustment(1.5, 1, 1)));

    [Fact]
    public void No_contrast_leaves_middle_gray() => Assert.Equal([128, 128, 128, 7, 128, 128, 128, 9], Apply(new ColorAdjustment(1, 0, 1)));

    [Fact]
    public void No_saturation_leaves_the_brightness_of_each_pixel()
    {
        // 0.299 R + 0.587 G + 0.114 B.
        Assert.Equal([84, 84, 84, 7, 91, 91, 91, 9], Apply(new ColorAdjustment(1, 1, 0)));
    }

    private static byte[] Apply(ColorAdjustment adjustment)
    {
        byte[] pixels = [.. s_pixels];
        adjustment.Apply(pixels);
        return pixels;
    }
}
