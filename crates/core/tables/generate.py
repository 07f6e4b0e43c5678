"""Writes the two tables that follow CPython: run with CPython 3.13 in this folder's parent.

    python3.13 tables/generate.py

src/source/codepages.rs: every single-byte codec of the standard library that keeps ASCII in its lower half.
src/source/identifiers.rs: ranges that hold no identifier character in this Python's Unicode.
"""

import encodings
import encodings.aliases
import pkgutil
import unicodedata
from collections import defaultdict
from pathlib import Path

SOURCE = Path("src/source")
BY_HAND = {"ascii", "latin_1", "charmap", "idna", "undefined", "punycode", "utf_7", "utf_8", "utf_8_sig", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}


def upper_half(codec):
    """The characters of bytes 0x80 to 0xFF (U+FFFD where there is none); None for a codec of another kind."""
    try:
        if any(bytes([b]).decode(codec) != chr(b) for b in range(0x80)):
            return None
        text = "".join(bytes([b]).decode(codec, "replace") for b in range(0x80, 0x100))
    except (LookupError, UnicodeError, TypeError, AttributeError):
        return None
    return text if len(text) == 128 and all(len(bytes([b, 0x41]).decode(codec, "replace")) == 2 for b in range(0x80, 0x100)) else None


def literal(text):
    def one(char):
        if char in '"\\' or not char.isprintable() or unicodedata.category(char)[0] == "M":
            return f"\\u{{{ord(char):x}}}"
        return char

    return '"' + "".join(map(one, text)) + '"'


def codepages():
    names = defaultdict(list)
    for alias, codec in encodings.aliases.aliases.items():
        if alias == alias.lower():  # names are looked up in lower case
            names[codec].append(alias)
    rows = []
    for module in sorted(m.name for m in pkgutil.iter_modules(encodings.__path__)):
        if module in BY_HAND or (upper := upper_half(module)) is None:
            continue
        if upper in ("".join(map(chr, range(0x80, 0x100))), "\ufffd" * 128):
            continue
        if upper.startswith("".join(map(chr, range(0x80, 0xA0)))):
            upper = upper[32:]
        aliases = " ".join([module, *sorted(names[module])])
        rows.append(f"    (\"{aliases}\", {literal(upper)}),\n")
    (SOURCE / "codepages.rs").write_text(
        "//! Written by `tables/generate.py`: CPython's single-byte codecs.\n\n"
        "/// Names of a codec, and its characters for the bytes that end at 0xFF: 128, or 96 where 0x80 to 0x9F are the\n"
        "/// C1 controls. U+FFFD stands for a byte that the codec refuses.\n"
        "#[rustfmt::skip]\n"
        "pub(super) const CODEPAGES: &[(&str, &str)] = &[\n" + "".join(rows) + "];\n"
    )


def identifiers():
    """Runs of code points without an identifier character that hold at least one unassigned code point."""
    gaps, start, unassigned = [], None, False
    for code in range(0x80, 0x110001):
        if code == 0x110000 or ("a" + chr(code)).isidentifier():
            if unassigned:
                gaps.append(f"({start:#_x}, {code - 1:#_x})")
            start, unassigned = None, False
        else:
            start = code if start is None else start
            unassigned |= unicodedata.category(chr(code)) == "Cn"
    rows = "".join("    " + ", ".join(gaps[i : i + 6]) + ",\n" for i in range(0, len(gaps), 6))
    (SOURCE / "identifiers.rs").write_text(
        f"//! Written by `tables/generate.py`: what may become an identifier after Unicode {unicodedata.unidata_version}.\n\n"
        "/// Runs of code points, sorted, both ends included, that hold no identifier character but room for some.\n"
        "#[rustfmt::skip]\n"
        "pub(super) const NO_IDENTIFIERS: &[(u32, u32)] = &[\n" + rows + "];\n"
    )


if __name__ == "__main__":
    codepages()
    identifiers()
