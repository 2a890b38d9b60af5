"""Files of questions for `whosejob eval`: what cannot be asked is said with its line."""

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.upkeep.question_files import questions


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "- {ask: x, kind: ownership, services: [aws/rsd], areas: [ddos]}",
            "did you mean 'aws/rds'?",
        ),
        ("- {ask: x, kind: general, areas: [backup_restor]}", "did you mean 'backup_restore'?"),
        ("- {ask: x, kind: general, areas: [[ddos, nix]]}", "'nix' is no area"),
        ("- {ask: x, kind: explanation, concepts: [nix]}", "'nix' is no term"),
        (
            "- {ask: x, kind: overview, services: [aws/eks], option: {aws/eks: auto_mode}}",
            "'auto_mode' is no option of aws/eks; did you mean 'auto-mode'?",
        ),
        ("- {ask: x, kind: ownership, services: [aws/rds]}", "'areas' is missing"),
        ("- {ask: x, kind: decline, services: [aws/rds]}", "names no services"),
        ("- {ask: x, kind: owner}", "is not one of"),
        ("- {ask: '  ', kind: decline}", "'ask' is empty"),
        ("- {ask: x, kind: decline, shap: y}", "unknown key 'shap'"),
        ("- {kind: decline}", "'ask' is missing"),
        ("[]", "holds no question"),
        ("ask: x", "should be a valid list"),
        ("- [", "not YAML"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_asked_is_said_with_its_line(
    knowledge, tmp_path: Path, text: str, says: str
) -> None:
    """file:line: what is wrong, and what was meant."""
    path = tmp_path / "mine.yaml"
    path.write_text(f"# mine\n{text}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        questions(path, knowledge)

    assert raised.value.problems[0].file == path.as_posix()
    assert says in str(raised.value)


@pytest.mark.parametrize("name", ["exam", "outside", "stories"])
def test_our_own_questions_can_be_asked(knowledge, root: Path, name: str) -> None:
    """Every name in them is one that the knowledge has, and every row knows its line."""
    path = root / f"tests/questions/{name}.yaml"
    found = questions(path, knowledge)
    written = path.read_text(encoding="utf-8").splitlines()

    assert len(found.places) == len(found.rows) > 100
    assert all(written[int(p.rsplit(":", 1)[1]) - 1].startswith("- ") for p in found.places)
