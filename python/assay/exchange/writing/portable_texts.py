"""Words and lists in texts, counted in SQL without arrays, where a warehouse's patterns know letters of any script."""

from __future__ import annotations

from sqlglot import exp

from assay.exchange.refused import RefusedModelError
from assay.exchange.writing.syntax import Node, choice, double, number

# Others have no classes of letters and digits beyond a locale, so that words would end elsewhere than in DuckDB.
WITH_LETTERS = ("duckdb", "spark", "bigquery", "trino")
# Where a pattern replaces its first match only, unless it is told otherwise.
ONCE = ("duckdb", "postgres")
BETWEEN_WORDS, SINGLE = r"[^\p{L}\p{N}_]+", r" [\p{L}\p{N}_] "
BETWEEN_ITEMS = r" *[,;|] *"


def term_count(column: Node, term: str, dialect: str) -> Node:
    """Count how often a text holds a word or a run of words.

    Parameters
    ----------
    column : expression
        The text; NULL holds nothing.
    term : str
        Words with a blank between them.
    dialect : str
        What the SQL is for.

    Returns
    -------
    sqlglot.exp.Expression
        A double.

    Raises
    ------
    RefusedModelError
        For a dialect not in ``WITH_LETTERS``, and a run of words that may overlap itself.
    """
    words = term.split(" ")
    if any(words[:size] == words[-size:] for size in range(1, len(words))):
        raise RefusedModelError(
            f"the run of words {term!r} may overlap itself, so that SQL without arrays miscounts it"
        )
    padded = f" {'  '.join(words)} "
    text = _padded_words(column, dialect)
    without = exp.func("REPLACE", text.copy(), exp.Literal.string(padded), exp.Literal.string(""))
    removed = exp.Paren(this=exp.Sub(this=exp.Length(this=text), expression=exp.Length(this=without)))
    return exp.Div(this=double(removed), expression=number(float(len(padded))))


def word_count(column: Node, dialect: str) -> Node:
    """Count the words of a text: each has a blank on either side."""
    text = _padded_words(column, dialect)
    without = exp.func("REPLACE", text.copy(), exp.Literal.string(" "), exp.Literal.string(""))
    removed = exp.Paren(this=exp.Sub(this=exp.Length(this=text), expression=exp.Length(this=without)))
    return exp.Div(this=double(removed), expression=number(2.0))


def has_item(column: Node, item: str, dialect: str) -> Node:
    """Say whether a list in a text holds an item: 1 or 0."""
    items = _replaced(exp.Trim(this=_text(column)), BETWEEN_ITEMS, "|", dialect)
    place = exp.StrPosition(this=_between("|", items), substr=exp.Literal.string(f"|{item}|"))
    return choice(exp.GT(this=place, expression=exp.Literal.number(0)), number(1.0), number(0.0))


def _padded_words(column: Node, dialect: str) -> Node:
    """Write the words in lower case, each between two blanks of its own, without those of a single letter."""
    if dialect not in WITH_LETTERS:
        raise RefusedModelError(f"{dialect} has no pattern for letters of any script, which the words of a text need")
    apart = _between(" ", exp.Trim(this=_replaced(exp.Lower(this=_text(column)), BETWEEN_WORDS, "  ", dialect)))
    return _replaced(apart, SINGLE, "", dialect)


def _text(column: Node) -> Node:
    return exp.Coalesce(this=exp.cast(column.copy(), "text"), expressions=[exp.Literal.string("")])


def _between(mark: str, text: Node) -> Node:
    literal = exp.Literal.string(mark)
    return exp.Paren(this=exp.DPipe(this=exp.DPipe(this=literal, expression=text), expression=literal.copy()))


def _replaced(text: Node, pattern: str, replacement: str, dialect: str) -> Node:
    arguments: list[Node] = [text, exp.Literal.string(pattern), exp.Literal.string(replacement)]
    if dialect in ONCE:
        arguments.append(exp.Literal.string("g"))
    return exp.Anonymous(this="REGEXP_REPLACE", expressions=arguments)
