using System.Collections.Immutable;

namespace MapDet.Core.Language;

/// <summary>The token ids of a prompt around its <c>&lt;image&gt;</c> placeholder.</summary>
/// <param name="Before">The text before it, with the token that begins a text.</param>
/// <param name="After">The text after it; may be empty.</param>
public sealed record PromptTokens(ImmutableArray<long> Before, ImmutableArray<long> After);
