"""Whose part a list of services asks for: "where does AWS wipe the drives?" wants other services than "where do we?"."""

import re
from collections.abc import Sequence

from bot.model import Owner

_US = r"(?:us|we|i|me|(?:the )?customers?)"
_OURS = r"(?:ours|our|on us|up to us|with us|us|mine)"
_PROVIDER = r"(?:aws|amazon|(?:the )?(?:provider|vendor))"
_NOT = r"(?:not|never|no longer|dont|doesnt|didnt|isnt|arent|wont|cant|cannot|neednt|shouldnt)"
_MAKES = r"(?:expect|make|require|want(?!s? to (?:know|see))|need|ask|leave|force|let|oblige|hand|push|put|throw|demand)"
_DUTY = (
    r"(?:job|task|duty|problem|side|turn|business|part|responsibility|concern|plate|own|call|work)"
)

_PHRASES: tuple[tuple[Owner, str], ...] = (
    # we are spared: what is left is theirs
    (Owner.PROVIDER, r"without (?:us|our|my|me|any)"),
    (Owner.PROVIDER, r"(?:nothing|no \w+) (?:\w+ ){0,2}?(?:from|of|for|to|on|by|with) us"),
    (Owner.PROVIDER, r"off (?:our|the|my) (?:hands?|hook|shoulders|plates?|backs?|desks?)"),
    (Owner.PROVIDER, r"none of (?:our|my)|(?:spare|relieve|free)s? us"),
    (Owner.PROVIDER, rf"{_NOT} (?:be |at all )?{_OURS}"),
    (Owner.PROVIDER, rf"(?:we|i) (?:\w+ )?{_NOT}|(?:dont|neednt|shouldnt|wont|never|cant) (?:we|i)"),
    # they do not, or make us do it
    (Owner.CUSTOMER, rf"(?:{_PROVIDER}|they) (?:\w+ )?{_NOT}|{_NOT} (?:\w+ ){{0,3}}?(?:by )?{_PROVIDER}"),
    (Owner.CUSTOMER, rf"no (?:help|support|assistance)|(?:services?|products?|offerings?|databases?|ones|which|that) {_NOT}"),
    (Owner.CUSTOMER, rf"{_MAKES}s? (?:\w+ ){{0,6}}?{_US}"),
    (Owner.CUSTOMER, r"(?:off|opt in|optional) (?:by default|for us)|(?:unless|until|only if|only when) (?:we|i|asked|the customer)"),
    (Owner.CUSTOMER, r"for us to|left for us|remains? (?:for|with) us|by hand|manual(?:ly)?"),
    # done for us
    (Owner.PROVIDER, r"for us|for me|on our behalf|by (?:default|itself|themselves)"),
    (Owner.PROVIDER, r"(?:on|of) (?:its|their) own|automatic(?:ally)?|themselves|itself|out of the box|built in"),
    (Owner.PROVIDER, rf"(?:by|from|with|to|rely on|count on|trust) (?:{_PROVIDER}|them)|theirs"),
    (Owner.PROVIDER, rf"(?:their|awss|amazons|aws|amazon) {_DUTY}|on (?:aws|amazon|them)$"),
    # ours
    (Owner.CUSTOMER, r"(?:to|with|on|by|from|up to|onto) (?:us|me|(?:the )?customers?)|ours|ourselves|myself"),
    (Owner.CUSTOMER, rf"(?:our|my) (?:own )?{_DUTY}"),
    # who acts; "AWS services" and "in AWS" name the place
    (Owner.CUSTOMER, rf"(?:do|does|must|should|can|may|have|are|need|if|where|which|that|whose) (?:the )?{_US}"),
    (
        Owner.PROVIDER,
        rf"(?<!in )(?<!on )(?<!of )(?<!within )(?:{_PROVIDER}|they)(?! (?:\w+ )?(?:services?|svcs?|products?|offerings?|databases?|dbs|components?|things?|stuff|ones))",
    ),
    (Owner.CUSTOMER, rf"{_US}"),
)  # fmt: skip
"""The first that stands in the message tells. Longer and negated ones come before what they contain."""
_SIDES = tuple((side, re.compile(rf"\b(?:{phrase})\b")) for side, phrase in _PHRASES)
_MOST_WORDS = 80


def side_of_list(words: Sequence[str]) -> Owner | None:
    """PROVIDER or CUSTOMER, by the words of the asking sentences, lower case; None where none of them tells."""
    said = " ".join(words[:_MOST_WORDS])
    return next((side for side, phrase in _SIDES if phrase.search(said)), None)
