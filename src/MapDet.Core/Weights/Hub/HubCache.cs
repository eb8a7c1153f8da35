using MapDet.Core.IO;

namespace MapDet.Core.Weights.Hub;

/// <summary>Files of a Hugging Face hub on this machine, in the layout that the Python client shares.</summary>
/// <remarks>
/// <c>models--org--name</c> with <c>blobs</c> by etag, <c>snapshots</c> by commit, whose files are links to blobs, and <c>refs</c> from
/// names to commits.
/// </remarks>
public sealed class HubCache
{
    private const string MainRevision = "main";
    private readonly string _folder;
    private readonly Action<string, string> _link;

    /// <summary>Opens a cache; it need not be there yet.</summary>
    /// <param name="folder">Its folder; see <see cref="HubSettings.CacheFolder"/>.</param>
    public HubCache(string folder)
        : this(folder, (path, target) => File.CreateSymbolicLink(path, target))
    {
    }

    /// <summary>Opens a cache.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="link">Makes a link at a path to a relative target.</param>
    internal HubCache(string folder, Action<string, string> link)
    {
        ArgumentNullException.ThrowIfNull(folder);
        (_folder, _link) = (folder, link);
    }

    /// <summary>Finds the snapshot of a repository. It holds the files that were asked for when it was loaded, which need not be all.</summary>
    /// <param name="repository">Such as <c>Salesforce/blip2-opt-2.7b</c>.</param>
    /// <param name="revision">A branch, tag or commit; null for <c>main</c>.</param>
    /// <returns>The snapshot's folder; null if it is not there.</returns>
    /// <exception cref="MapDetException">The repository or revision can't be one.</exception>
    public string? Find(string repository, string? revision = null)
    {
        ArgumentNullException.ThrowIfNull(repository);
        HubNames.CheckRepository(repository);
        HubNames.CheckRevision(revision ?? MainRevision);
        string reference = Reference(repository, revision ?? MainRevision);
        string commit = File.Exists(reference) ? File.ReadAllText(reference).Trim() : revision ?? MainRevision;
        return HubNames.IsSafeName(commit) && Directory.Exists(Snapshot(repository, commit)) ? Snapshot(repository, commit) : null;
    }

    /// <summary>The folder of a snapshot.</summary>
    internal string Snapshot(string repository, string commit) => Path.Combine(Repository(repository), "snapshots", commit);

    /// <summary>Where a blob is or comes to be; its folder is made.</summary>
    internal string Blob(string repository, string etag)
    {
        string folder = Path.Combine(Repository(repository), "blobs");
        WritableFolder.Create(folder);
        return Path.Combine(folder, etag);
    }

    /// <summary>Remembers which commit a revision is.</summary>
    internal void WriteReference(HubListing listing)
    {
        if (listing.Revision != listing.Commit)
        {
            AtomicFile.WriteText(Reference(listing.Repository, listing.Revision), listing.Commit);
        }
    }

    /// <summary>Puts a blob into a snapshot under its file's name: as a link, or as a copy where there are no links.</summary>
    internal void Place(string blob, string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        WritableFolder.Create(folder);
        File.Delete(file);
        try
        {
            _link(file, Path.GetRelativePath(folder, blob));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            AtomicFile.Write(file, target =>
            {
                using FileStream source = File.OpenRead(blob);
                source.CopyTo(target);
            });
        }
    }

    private string Repository(string repository) => Path.Combine(_folder, "models--" + repository.Replace("/", "--", StringComparison.Ordinal));

    private string Reference(string repository, string revision) => Path.Combine(Repository(repository), "refs", revision);
}
