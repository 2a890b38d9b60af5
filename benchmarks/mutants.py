"""Bad YAML without end: shipped files with something done to them, and files made up from the words of the schema."""

from collections.abc import Callable
from random import Random

END = b"\n...\n"

TOKENS = [
    b"&a ", b"*a", b"<<: ", b"!!python/object:os.system ", b"!x ", b"- ", b"? ", b": ", b"[", b"]", b"{", b"}", b"|", b">",
    b"|9", b">-\n", b"#", b'"', b"'", b"---\n", b"...\n", b"%YAML 1.1\n", b"%TAG ! x\n", b"\t", b"\r", b"\n", b"\n\n  ",
    b"\x00", b"\x1b[31m", b"\x85", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc0\xaf", b"\xed\xa0\x80",
    "\u202e\u200b\u2028\U0001f600e\u0301".encode(), b'"\\ud800"', b'"\\x00"', b'"\\U0010ffff"', b'"\\z"', b"~", b"null",
    b"true", b"0x1f", b"1e999", b"9" * 5000, b"2026-02-30", b"0000-00-00", b"99999-01-01", b"-1", b"x" * 3000,
    b"[" * 40, b"{a: " * 40, b"- " * 40, b"a: " * 3, b"<!channel> <@U1>", b"https://evil.example", b"${HOME}", b"{{7*7}}",
    b"../../etc/passwd", b"@", b"`", b", ", b"=", b"a: 1\na: 2\n", b"id: ", b"model: ", b"areas: ", b"sources: ", b"options: ",
]  # fmt: skip
_KEYS = (
    "id name means model plain_name for_others aliases weak_aliases lifecycle sources absent areas options examples title url reviewed "
    "provider customer choices third_party default_state if_we_do_nothing contested verified ask area option owner default "
    "words described_by stage on note source does says hosts near_names common_names names because based_on x"
).split()
_VALUES = [
    "x", "a longer line of words", "[]", "{}", "''", "~", "no", "1.10", "2026-11-23", "9999-99-99", "https://docs.aws.amazon.com/",
    "https://x", "true", "false", "docs", "memory", "shared", "ending", "guest_os_patching", "rds", "managed", "'é\u0301'",
    "-", "?", "*", "&a", "!b", "|", "\n", "日本", "🎉", "x" * 200, "[a, b]", "{a: b}", "[[a, b]]",
]  # fmt: skip

Change = Callable[[bytes, Random], bytes]


def mutant(files: list[bytes], rng: Random) -> bytes:
    """One bad file; most keep the mark of their end, so that what stands before it is read."""
    made = _made_up(rng, 0).encode() if rng.random() < 0.15 else _changed(files, rng)
    return made.removesuffix(END) + END if rng.random() < 0.9 else made


def _changed(files: list[bytes], rng: Random) -> bytes:
    raw = rng.choice(files)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        raw = rng.choice(_CHANGES)(raw, rng)
    return raw if rng.random() < 0.95 else _spliced(raw, rng.choice(files), rng)


def _flip(raw: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]


def _cut(raw: bytes, rng: Random) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def _hole(raw: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + raw[at + rng.randrange(1, 60) :]


def _token(raw: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + rng.choice(TOKENS) + raw[at:]


def _value(raw: bytes, rng: Random) -> bytes:
    """What stands after a colon becomes something else."""
    lines = raw.split(b"\n")
    at = rng.randrange(len(lines))
    key, colon, _ = lines[at].partition(b": ")
    lines[at] = key + colon + (rng.choice(TOKENS) if rng.random() < 0.5 else _a_value(rng))
    return b"\n".join(lines)


def _a_value(rng: Random) -> bytes:
    return rng.choice(_VALUES).encode()


def _lines(raw: bytes, rng: Random) -> bytes:
    """A line is swapped, doubled, dropped, or moved in or out."""
    lines = raw.split(b"\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.randrange(4)
    if kind == 0:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 1:
        lines.insert(other, lines[at])
    elif kind == 2:
        del lines[at]
    else:
        lines[at] = (b"  " + lines[at]) if rng.random() < 0.5 else lines[at][2:]
    return b"\n".join(lines)


_CHANGES: list[Change] = [_flip, _cut, _hole, _token, _token, _value, _value, _lines, _lines]


def _spliced(raw: bytes, other: bytes, rng: Random) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)] + other[rng.randrange(len(other) + 1) :]


def _made_up(rng: Random, depth: int) -> str:
    """A mapping of known keys with values of any kind."""
    indent = "  " * depth
    lines = []
    for _ in range(rng.randrange(1, 9)):
        key = rng.choice(_KEYS)
        if depth < 5 and rng.random() < 0.35:
            lines.append(f"{indent}{key}:\n{_made_up(rng, depth + 1)}")
        elif rng.random() < 0.2:
            items = "\n".join(f"{indent}  - {rng.choice(_VALUES)}" for _ in range(3))
            lines.append(f"{indent}{key}:\n{items}")
        else:
            lines.append(f"{indent}{key}: {rng.choice(_VALUES)}")
    return "\n".join(lines)
