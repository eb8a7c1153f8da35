namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Finds few scenes whose absence keeps two groups apart.</summary>
/// <remarks>
/// A vertex cover of the pairs that are too near each other, by the greedy rule: the scene that is near the most samples of the other
/// group for each sample of its own goes first, and comes back in the end if its reasons have gone too.
/// </remarks>
internal sealed class ConflictCover(SceneGraph graph)
{
    private enum Group : byte
    {
        None,
        First,
        Second,
    }

    /// <summary>The scenes to leave out.</summary>
    public HashSet<int> Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        Group[] groups = new Group[graph.Scenes.Length];
        Mark(groups, first, Group.First);
        Mark(groups, second, Group.Second);
        SortedDictionary<int, int> conflicts = [];
        foreach (int scene in first)
        {
            Count(groups, scene, Group.Second, conflicts);
        }

        foreach (int scene in second)
        {
            Count(groups, scene, Group.First, conflicts);
        }

        return Prune(groups, Take(groups, conflicts));
    }

    private static void Mark(Group[] groups, ReadOnlySpan<int> scenes, Group group)
    {
        foreach (int scene in scenes)
        {
            groups[scene] = group;
        }
    }

    private void Count(Group[] groups, int scene, Group other, SortedDictionary<int, int> conflicts)
    {
        int samples = 0;
        foreach (int neighbour in graph.Neighbours(scene))
        {
            samples += groups[neighbour] == other ? graph.Scenes[neighbour].Samples : 0;
        }

        if (samples > 0)
        {
            conflicts[scene] = samples;
        }
    }

    private List<(int Scene, Group Group)> Take(Group[] groups, SortedDictionary<int, int> conflicts)
    {
        List<(int Scene, Group Group)> taken = [];
        while (conflicts.Count > 0)
        {
            int worst = conflicts.MaxBy(pair => (double)pair.Value / graph.Scenes[pair.Key].Samples).Key;
            conflicts.Remove(worst);
            taken.Add((worst, groups[worst]));
            foreach (int neighbour in graph.Neighbours(worst))
            {
                if (groups[neighbour] != Group.None && groups[neighbour] != groups[worst] && conflicts.TryGetValue(neighbour, out int samples))
                {
                    Lower(conflicts, neighbour, samples - graph.Scenes[worst].Samples);
                }
            }

            groups[worst] = Group.None;
        }

        return taken;
    }

    private static void Lower(SortedDictionary<int, int> conflicts, int scene, int samples)
    {
        if (samples > 0)
        {
            conflicts[scene] = samples;
        }
        else
        {
            conflicts.Remove(scene);
        }
    }

    private HashSet<int> Prune(Group[] groups, List<(int Scene, Group Group)> taken)
    {
        HashSet<int> cover = [];
        foreach ((int scene, Group group) in Enumerable.Reverse(taken))
        {
            bool isFree = true;
            foreach (int neighbour in graph.Neighbours(scene))
            {
                isFree &= groups[neighbour] == Group.None || groups[neighbour] == group;
            }

            if (isFree)
            {
                groups[scene] = group;
            }
            else
            {
                cover.Add(scene);
            }
        }

        return cover;
    }
}
