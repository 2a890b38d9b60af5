"""Hostile texts: thirty shapes of 40,000 characters that ordinary text code chokes on, or takes for something else."""

from collections.abc import Callable

CHARACTERS = 40_000
"""Slack's longest message."""
ORDINARY = (
    "who patches the operating system of our RDS instances, and who restores them from backups?"
)


def _fill(unit: str) -> str:
    return (unit * (CHARACTERS // len(unit) + 1))[:CHARACTERS]


def _numbered(word: Callable[[int], str]) -> str:
    return _fill(" ".join(word(number) for number in range(10_000)))


SHAPES: dict[str, str] = {
    "combining marks": "e" + _fill("\u0301"),
    "marks in all classes": "e" + _fill("\u0327\u0301\u0323\u0316\u0334"),
    "zalgo": _fill("R\u0301\u0302\u0303\u0304\u0305\u0306D\u0307\u0308\u0309S\u030a\u030b\u030c "),
    "right-to-left overrides": _fill("who\u202e patches \u202dRDS \u2066\u2069"),
    "homoglyphs": _fill("whо раtсhеs RDS "),
    "zero-width": _fill("w\u200bh\u200co\u200d \u2060p\ufeffa"),
    "soft hyphens": _fill("pat\xadches R\xadDS "),
    "emoji families": _fill("👩‍👩‍👧‍👦"),
    "flags and tags": _fill("🏴\U000e0067\U000e0062\U000e007f🇩🇪"),
    "variation selectors": _fill("❤️" + "\ufe0f" * 9),
    "lone surrogates": _fill("who \ud800patches\udfff "),
    "NULs": _fill("RDS\x00"),
    "escape codes": _fill("\x1b[31mRDS\x1b[0m"),
    "10,000 words": _fill("who "),
    "10,000 made-up words": _numbered(lambda number: f"w{number}"),
    "10,000 misspelt names": _numbered(lambda number: ("rsd", "lamdba", "dynmo", "cloudfrnt")[number % 4]),
    "all service names": _fill("s3 ec2 rds eks ecs lambda dynamodb aurora kms iam sqs sns "),
    "one endless word": _fill("a"),
    "one endless name": _fill("rds"),
    "open mentions": _fill("<@"),
    "open links": _fill("<https://x|"),
    "mentions": _fill("<@U0123ABC><!channel><#C1|x>"),
    "backticks": _fill("`"),
    "nested entities": _fill("&amp;amp;lt;"),
    "half entities": _fill("&#"),
    "huge entities": _fill("&#99999999999;"),
    "markup": _fill("*_~"),
    "newlines": _fill("\n"),
    "tabs": _fill("\t"),
    "blanks": _fill(" "),
    "mixed scripts": _fill("who パッチ патчи תיקון 补丁 RDS? "),
    "fullwidth": _fill("ｗｈｏ　ｐａｔｃｈｅｓ　ＲＤＳ？"),
    "ligatures that grow": _fill("ﷺ"),
    "letters that grow": _fill("ßİŉǰΐ"),
    "digits": _fill("1234567890"),
    "versions": _fill("15.4 -> 15.6 "),
    "dots": _fill("1.1.1.1."),
    "urls": _fill("https://docs.aws.amazon.com/x?y=z "),
    "one endless url": "https://" + _fill("a"),
    "colons": _fill(":a"),
    "apostrophes": _fill("'a"),
    "question marks": _fill("?! "),
    "brackets": _fill("(((["),
    "quotes": _fill('"who" '),
    "JSON": _fill('{"q":"who"},'),
    "regions": _fill("us-east-1-"),
    "unassigned": _fill("\U000e0fff\u0378\ue000"),
}  # fmt: skip
