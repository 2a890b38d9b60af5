"""Lists of services: what each line says is the asked side's, and the broad words keep their name."""

import pytest

from bot.model import Kind, Owner
from bot.rendering.headlines import headline
from bot.rendering.words import compose


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("where is patching on us?", Owner.CUSTOMER),
        ("where does AWS do the patching?", Owner.PROVIDER),
        ("which services leave encryption to us?", Owner.CUSTOMER),
    ],
)
def test_every_place_that_is_counted_is_shown_with_the_side_that_was_asked(
    ask, words: str, wanted: Owner
) -> None:
    """Also where a broad word stands for several layers: the line is about one that this side works on."""
    answer = ask(words)
    shown = {claim.owner for claim in answer.breakdowns}

    assert (answer.kind, answer.owner) == (Kind.LIST, wanted)
    assert shown <= {wanted, Owner.SHARED}


def test_a_broad_word_is_not_named_after_its_first_layer(ask) -> None:
    answer = ask("where is patching on us?")

    assert compose(answer).title.endswith("· patching")
    assert headline(answer).startswith("At least in part, patching is ours in ")
