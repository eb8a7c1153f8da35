using System.Collections;
using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The chains that the fields <c>prev</c> and <c>next</c> make of a table's rows. Every chain has a first and a last row.</summary>
internal sealed class RowChains
{
    public const int None = -1;

    private readonly TableFiles _files;
    private readonly string _table;
    private readonly TokenList _tokens;
    private readonly int[] _previous;
    private readonly int[] _next;

    /// <summary>Links the rows.</summary>
    /// <param name="files">For messages.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="tokens">The rows' tokens.</param>
    /// <param name="links">The rows' fields.</param>
    /// <exception cref="InvalidInputException">A field leads nowhere, two neighbours disagree, or a chain runs in a circle.</exception>
    public RowChains(TableFiles files, string table, TokenList tokens, ChunkedList<RowLinks> links)
    {
        (_files, _table, _tokens) = (files, table, tokens);
        _previous = new int[tokens.Count];
        _next = new int[tokens.Count];
        for (int row = 0; row < tokens.Count; row++)
        {
            _previous[row] = Resolve(row, "prev", links[row].Previous);
            _next[row] = Resolve(row, "next", links[row].Next);
        }

        for (int row = 0; row < tokens.Count; row++)
        {
            ExpectNeighbour(row, "prev", _previous[row], _next);
            ExpectNeighbour(row, "next", _next[row], _previous);
        }

        ExpectNoCircle();
    }

    /// <summary>The row before, or <see cref="None"/>.</summary>
    public int Previous(int row) => _previous[row];

    /// <summary>The row after, or <see cref="None"/>.</summary>
    public int Next(int row) => _next[row];

    /// <summary>Token of the row before, or null.</summary>
    public string? PreviousToken(int row) => TokenOf(_previous[row]);

    /// <summary>Token of the row after, or null.</summary>
    public string? NextToken(int row) => TokenOf(_next[row]);

    /// <summary>Expects that neighbours share something.</summary>
    /// <param name="what">What they share, for the message.</param>
    /// <param name="keyOf">Its number in a row.</param>
    /// <exception cref="InvalidInputException">Two neighbours do not share it.</exception>
    public void ExpectShared(string what, Func<int, int> keyOf)
    {
        for (int row = 0; row < _next.Length; row++)
        {
            if (_next[row] != None && keyOf(_next[row]) != keyOf(row))
            {
                throw _files.Fault(_table, $"the record '{TokenOf(_next[row])}' is of another {what}.", _tokens[row], "next");
            }
        }
    }

    private int Resolve(int row, string field, RecordToken token)
    {
        if (token.IsNone)
        {
            return None;
        }

        return _tokens.TryFind(token, out int found) ? found : throw _files.Unknown(_table, _tokens[row], field, token, _table);
    }

    private void ExpectNeighbour(int row, string field, int neighbour, int[] back)
    {
        if (neighbour != None && back[neighbour] != row)
        {
            throw _files.Fault(_table, $"the record '{TokenOf(neighbour)}' does not name this one as its neighbour.", _tokens[row], field);
        }
    }

    // As neighbours agree, the rows that no walk from a first row comes past form circles.
    private void ExpectNoCircle()
    {
        BitArray seen = new(_next.Length);
        for (int first = 0; first < _next.Length; first++)
        {
            for (int row = _previous[first] == None ? first : None; row != None; row = _next[row])
            {
                seen[row] = true;
            }
        }

        for (int row = 0; row < _next.Length; row++)
        {
            if (!seen[row])
            {
                throw _files.Fault(_table, "the chain of records runs in a circle.", _tokens[row], "next");
            }
        }
    }

    private string? TokenOf(int row) => row == None ? null : _files.Texts.Text(_tokens[row]);
}
