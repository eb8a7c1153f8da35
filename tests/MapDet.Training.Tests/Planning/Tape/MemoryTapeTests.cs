using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Tests.Planning.Tape;

public sealed class MemoryTapeTests
{
    private const long Megabyte = 1_000_000;
    private readonly MemoryTape _tape = new();

    [Fact]
    public void What_a_scope_makes_goes_at_its_end_but_for_its_result()
    {
        _tape.Scope(() =>
        {
            _tape.Create([250, 1000]);
            return _tape.Create([500, 1000]);
        });

        Assert.Equal(2 * Megabyte, _tape.Live);
        Assert.Equal(3 * Megabyte, _tape.Peak);
    }

    [Fact]
    public void A_trained_layer_keeps_its_input_and_a_frozen_one_does_not()
    {
        VirtualTensor kept = Forward(isTrained: true);
        long live = _tape.Live;

        MemoryTape frozen = new();
        frozen.Scope(() => frozen.Linear(frozen.Add(frozen.Create([250, 1000], requiresGradient: true)), 1000, isTrained: false));

        Assert.True(kept.RequiresGradient);
        Assert.Equal(2 * Megabyte, live);
        Assert.Equal(Megabyte, frozen.Live);
    }

    [Fact]
    public void Without_gradients_nothing_is_kept()
    {
        _tape.Records = false;

        Forward(isTrained: true);

        Assert.Equal(Megabyte, _tape.Live);
    }

    [Fact]
    public void The_backward_pass_makes_a_gradient_a_tensor_and_releases_what_was_kept()
    {
        VirtualTensor output = Forward(isTrained: true);

        _tape.Backward(output);

        // Only the result is left; at the peak there were input, result, both gradients and that of the weight beside each other.
        Assert.Equal(Megabyte, _tape.Live);
        Assert.Equal((4 * Megabyte) + (1000 * 1000 * 4), _tape.Peak);
    }

    [Fact]
    public void The_gradient_of_a_part_is_as_large_as_the_whole()
    {
        VirtualTensor whole = _tape.Create([1000, 1000], requiresGradient: true);
        VirtualTensor part = _tape.Part(whole, 10, 1000);

        _tape.Backward(part);

        Assert.Equal(8 * Megabyte + 40_000, _tape.Peak);
    }

    [Fact]
    public void Two_gradients_of_one_tensor_become_one()
    {
        VirtualTensor input = _tape.Create([250, 1000], requiresGradient: true);
        VirtualTensor sum = _tape.Add(_tape.Scale(input), _tape.Scale(input));
        long before = _tape.Live;

        _tape.Backward(sum);

        Assert.Equal(before, _tape.Live);
        Assert.Equal(before + (3 * Megabyte), _tape.Peak);
    }

    private VirtualTensor Forward(bool isTrained) => _tape.Scope(() =>
    {
        VirtualTensor input = _tape.Add(_tape.Create([250, 1000], requiresGradient: true));
        return _tape.Linear(input, 1000, isTrained);
    });
}
