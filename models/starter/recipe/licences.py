"""Which licences the corpus accepts, and how a licence is told by its text."""

import re

ACCEPTED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "Unlicense",
        "Zlib",
    }
)
"""SPDX identifiers of licences that permit this use and ask for no more than attribution."""

_MARKS = (
    ("Apache-2.0", r"apache license version 2\.0, january 2004"),
    ("MIT", r"permission is hereby granted, free of charge, to any person obtaining a copy of this software"),
    ("ISC", r"permission to use, copy, modify, and(/or)? distribute this software for any purpose"),
    ("MPL-2.0", r"mozilla public license,? version 2\.0"),
    ("BSD", r"redistribution and use in source and binary forms, with or without modification"),
)
_OTHER = r"general public license|commons clause|business source|all advertising materials"


def is_accepted(expression: str) -> bool:
    """Tell whether an SPDX expression leaves a choice that is accepted: all parts of an AND, one of an OR.

    Parentheses and exceptions (WITH) are not understood, and what is not understood is not accepted.
    """
    return any(
        all(part.strip() in ACCEPTED for part in choice.split(" AND ")) for choice in expression.split(" OR ")
    )


def normalised(expression: str) -> str:
    """Write the older form of crates, `MIT/Apache-2.0`, as the SPDX expression that it stands for."""
    return re.sub(r"\s*/\s*", " OR ", expression.strip())


def licence_of_text(text: str) -> str | None:
    """Tell the SPDX identifier of a licence file; None where it holds another licence or several."""
    flat = re.sub(r"\s+", " ", text.lower())
    found = [name for name, mark in _MARKS if re.search(mark, flat)]
    if len(found) != 1:
        return None
    if found == ["MPL-2.0"]:  # It speaks of others at length.
        return found[0]
    if re.search(_OTHER, flat):
        return None
    if found == ["BSD"]:
        endorses = re.search(r"neither the names? |the names? of .{1,80} may not be used to endorse", flat)
        return "BSD-3-Clause" if endorses else "BSD-2-Clause"
    return found[0]
