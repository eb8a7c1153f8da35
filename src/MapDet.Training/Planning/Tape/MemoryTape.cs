using System.Collections.Immutable;

namespace MapDet.Training.Planning.Tape;

/// <summary>
/// Follows the memory of a computation by shapes alone: what its dispose scopes hold, what automatic differentiation keeps for the backward pass, and
/// the gradients of that pass, operation by operation.
/// </summary>
internal sealed class MemoryTape
{
    private readonly Stack<List<VirtualBlock>> _scopes = new([[]]);
    private readonly List<TapeNode> _nodes = [];
    private readonly Dictionary<string, long> _kept = [];

    /// <summary>Bytes in use.</summary>
    public long Live { get; private set; }

    /// <summary>The most bytes that were ever in use.</summary>
    public long Peak { get; private set; }

    /// <summary>False where gradients are switched off.</summary>
    public bool Records { get; set; } = true;

    /// <summary>What each stage left in memory behind its forward pass, by name.</summary>
    public IReadOnlyDictionary<string, long> Kept => _kept;

    /// <summary>A tensor that is there from the start.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="elementSize">Bytes of a number.</param>
    /// <param name="requiresGradient">True for what depends on trained parameters.</param>
    public VirtualTensor Create(ImmutableArray<long> shape, int elementSize = 4, bool requiresGradient = false)
    {
        VirtualTensor tensor = new(shape, elementSize, new VirtualBlock(Product(shape) * elementSize), requiresGradient && Records);
        HoldInScope(tensor.Block);
        return tensor;
    }

    /// <summary>The same memory in another shape.</summary>
    public VirtualTensor View(VirtualTensor source, ImmutableArray<long> shape, bool requiresGradient)
    {
        VirtualTensor view = new(shape, source.ElementSize, source.Block, requiresGradient);
        HoldInScope(view.Block);
        return view;
    }

    /// <summary>Notes an operation for the backward pass, if there is one.</summary>
    public void Record(TapeNode node)
    {
        if (!Records || !node.Output.RequiresGradient)
        {
            return;
        }

        foreach (VirtualBlock block in node.Saved)
        {
            Hold(block);
        }

        _nodes.Add(node);
    }

    /// <summary>A dispose scope: everything made within goes at its end, but for the result.</summary>
    public VirtualTensor Scope(Func<VirtualTensor> body) => ScopeOfMany(() => [body()])[0];

    /// <summary>A dispose scope with several results.</summary>
    public ImmutableArray<VirtualTensor> ScopeOfMany(Func<ImmutableArray<VirtualTensor>> body)
    {
        _scopes.Push([]);
        ImmutableArray<VirtualTensor> results = body();
        List<VirtualBlock> made = _scopes.Pop();
        foreach (VirtualTensor result in results)
        {
            HoldInScope(result.Block);
        }

        made.ForEach(Release);
        return results;
    }

    /// <summary>A stage of the model: a scope whose share of what is kept is noted under its name.</summary>
    public VirtualTensor Stage(string name, Func<VirtualTensor> body) => StageOfMany(name, () => [body()])[0];

    /// <summary>A stage with several results.</summary>
    public ImmutableArray<VirtualTensor> StageOfMany(string name, Func<ImmutableArray<VirtualTensor>> body)
    {
        long before = Live;
        ImmutableArray<VirtualTensor> results = ScopeOfMany(body);
        _kept[name] = _kept.GetValueOrDefault(name) + Live - before;
        return results;
    }

    /// <summary>The backward pass: the gradients of each operation are made, and what it kept is released.</summary>
    /// <param name="loss">Where it begins.</param>
    public void Backward(VirtualTensor loss)
    {
        Dictionary<VirtualTensor, VirtualBlock> gradients = new(ReferenceEqualityComparer.Instance) { [loss] = Allocate(loss.Bytes) };
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            TapeNode node = _nodes[i];
            if (gradients.Remove(node.Output, out VirtualBlock? gradient))
            {
                MakeGradients(node, gradient, gradients);
                Release(gradient);
            }

            foreach (VirtualBlock block in node.Saved)
            {
                Release(block);
            }
        }

        _nodes.Clear();
        foreach (VirtualBlock gradient in gradients.Values)
        {
            Release(gradient);
        }
    }

    /// <summary>Memory that an operation needs for its own time.</summary>
    public void Borrow(long bytes) => Release(Allocate(bytes));

    private void MakeGradients(TapeNode node, VirtualBlock gradient, Dictionary<VirtualTensor, VirtualBlock> gradients)
    {
        List<VirtualBlock> made = [];
        foreach (VirtualTensor input in node.Inputs.Where(input => input.RequiresGradient))
        {
            VirtualBlock block = node.PassesGradient ? Hold(gradient) : Allocate(input.Bytes);
            if (gradients.TryGetValue(input, out VirtualBlock? known))
            {
                // Shared memory is not added to in place.
                if (known.Holders > 1 && block.Holders > 1)
                {
                    gradients[input] = Allocate(input.Bytes);
                    made.Add(known);
                }
                else if (known.Holders > 1)
                {
                    gradients[input] = block;
                    made.Add(known);
                    continue;
                }

                made.Add(block);
            }
            else
            {
                gradients[input] = block;
            }
        }

        Borrow(node.BackwardBytes);
        made.ForEach(Release);
    }

    private static long Product(ImmutableArray<long> shape) => shape.Aggregate(1L, (product, length) => product * length);

    private void HoldInScope(VirtualBlock block) => _scopes.Peek().Add(Hold(block));

    private VirtualBlock Allocate(long bytes) => Hold(new VirtualBlock(bytes));

    private VirtualBlock Hold(VirtualBlock block)
    {
        if (block.Holders++ == 0)
        {
            Live += block.Bytes;
            Peak = Math.Max(Peak, Live);
        }

        return block;
    }

    private void Release(VirtualBlock block)
    {
        if (--block.Holders == 0)
        {
            Live -= block.Bytes;
        }
    }
}
